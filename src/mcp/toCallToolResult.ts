import type { JsonObject, JsonValue } from '@backstage/types';
import {
  type CallToolResult,
  specTypeSchemas,
} from '@modelcontextprotocol/server';
import { MCP_CONTENT_KEY } from '../tools/output';
import type { ToolOutcome } from '../tools/types';
import { toErrorResult } from './toErrorResult';

/** The outcome of a call whose action ran. */
type FinishedOutcome = Extract<ToolOutcome, { status: 'succeeded' | 'failed' }>;

type ContentBlock = CallToolResult['content'][number];

/**
 * Precedes an output that violates the listed schema. Both SDKs refuse such a
 * result without structured content unless it is an error.
 */
const VIOLATION_NOTE =
  "The tool ran and returned the result below. It is marked as an error only because it does not match the tool's output schema:";

/**
 * Returns the result of a call that reached its action. It has
 * `structuredContent` if the tool lists an output schema. That is raw JSON of
 * any type: `withStructuredText` adds its text once the SDK has converted it
 * for the client's revision.
 */
export function toCallToolResult(outcome: FinishedOutcome): CallToolResult {
  if (outcome.status === 'failed') {
    return toErrorResult(outcome.message);
  }
  const { output, violatesOutputSchema, tool } = outcome;
  const blocks = contentOf(output);
  if (!tool.outputSchema) {
    return { content: blocks ?? [toText(textOf(output))] };
  }
  if (blocks) {
    return { content: [toText(VIOLATION_NOTE), ...blocks], isError: true };
  }
  return violatesOutputSchema || output === undefined
    ? toErrorResult(`${VIOLATION_NOTE}\n${textOf(output)}`)
    : {
        content: [],
        structuredContent: output as CallToolResult['structuredContent'],
      };
}

/** A text unchanged, and any other output as JSON. */
function textOf(output: JsonValue | undefined): string {
  if (output === undefined) {
    return 'OK';
  }
  return typeof output === 'string' ? output : JSON.stringify(output);
}

/**
 * The MCP content of an output that declares it. Invalid content counts as
 * data.
 */
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
  // The parsed blocks lack keys that the specification does not define.
  return read.some(({ issues }) => issues)
    ? undefined
    : read.map(block => (block as { value: ContentBlock }).value);
}

function toText(text: string): ContentBlock {
  return { type: 'text', text };
}
