import type { JsonObject, JsonValue } from '@backstage/types';
import {
  type CallToolResult,
  specTypeSchemas,
} from '@modelcontextprotocol/server';
import { MCP_CONTENT_KEY } from '../tools/output';
import type { ToolOutcome } from '../tools/types';
import { toErrorResult } from './toErrorResult';

/** The end of a call whose action ran. */
type FinishedOutcome = Extract<ToolOutcome, { status: 'succeeded' | 'failed' }>;

type ContentBlock = CallToolResult['content'][number];

/**
 * Stands before an answer that breaks the schema that the client was shown. Both
 * SDKs refuse a result without structured content then, unless it is an error.
 */
const MISFIT_NOTE =
  'The tool ran, and this is its answer. It is marked as an error only because it does not fit the output schema of the tool:';

/**
 * The result of a call that reached its action. `structuredContent` is there if
 * the tool lists an output schema. It is raw JSON of any kind, and its text is
 * added once it has the shape of the client's revision.
 */
export function toCallToolResult(outcome: FinishedOutcome): CallToolResult {
  if (outcome.status === 'failed') {
    return toErrorResult(outcome.message);
  }
  const { output, isMisfit, tool } = outcome;
  const blocks = contentOf(output);
  if (!tool.outputSchema) {
    return { content: blocks ?? [toText(textOf(output))] };
  }
  if (blocks) {
    return { content: [toText(MISFIT_NOTE), ...blocks], isError: true };
  }
  return isMisfit || output === undefined
    ? toErrorResult(`${MISFIT_NOTE}\n${textOf(output)}`)
    : {
        content: [],
        structuredContent: output as CallToolResult['structuredContent'],
      };
}

/** A text is itself; whatever else is JSON. */
function textOf(output: JsonValue | undefined): string {
  if (output === undefined) {
    return 'OK';
  }
  return typeof output === 'string' ? output : JSON.stringify(output);
}

/** The content of an output that is meant as such; anything unfit is data. */
function contentOf(output: JsonValue | undefined): ContentBlock[] | undefined {
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
