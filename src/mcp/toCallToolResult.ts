import type { JsonObject, JsonValue } from '@backstage/types';
import {
  type CallToolResult,
  specTypeSchemas,
} from '@modelcontextprotocol/server';
import { type FinishedOutcome, MCP_CONTENT_KEY } from '../tools/types';
import { ERROR_META_KEY, toErrorMeta } from './errorMeta';

type ContentBlock = CallToolResult['content'][number];

/**
 * The result of a call that reached its action. The value of
 * `structuredContent` is raw JSON of any kind; the server projects it to what
 * the client's revision allows.
 */
export function toCallToolResult(outcome: FinishedOutcome): CallToolResult {
  if (outcome.status === 'failed') {
    return {
      content: [toText(outcome.message)],
      isError: true,
      _meta: { [ERROR_META_KEY]: toErrorMeta(outcome.error) },
    };
  }
  const { output, isMisfit } = outcome;
  if (output === undefined) {
    return { content: [toText('OK')] };
  }
  const content = contentOf(output);
  if (content) {
    return { content };
  }
  return {
    content: [toText(JSON.stringify(output))],
    ...(!isMisfit && {
      structuredContent: output as CallToolResult['structuredContent'],
    }),
  };
}

/** The content of an output that is meant as such; anything unfit is data. */
function contentOf(output: JsonValue): ContentBlock[] | undefined {
  const blocks =
    typeof output === 'object' && output !== null && !Array.isArray(output)
      ? (output as JsonObject)[MCP_CONTENT_KEY]
      : undefined;
  if (!Array.isArray(blocks)) {
    return undefined;
  }
  const read = blocks.map(block =>
    specTypeSchemas.ContentBlock['~standard'].validate(block),
  );
  // Without keys that the specification does not know.
  return read.some(({ issues }) => issues)
    ? undefined
    : read.map(block => (block as { value: ContentBlock }).value);
}

function toText(text: string): ContentBlock {
  return { type: 'text', text };
}
