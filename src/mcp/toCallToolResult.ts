import type { JsonValue } from '@backstage/types';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { ToolOutcome } from '../tools/types';

type FinishedOutcome = Exclude<ToolOutcome, { status: 'unknown' }>;

/**
 * The result of a call that reached its action. The value of
 * `structuredContent` is raw JSON of any kind; the server projects it to what
 * the client's revision allows.
 */
export function toCallToolResult(outcome: FinishedOutcome): CallToolResult {
  if (outcome.status === 'failed') {
    return { content: [toText(outcome.message)], isError: true };
  }
  if (outcome.output === undefined) {
    return { content: [toText('OK')] };
  }
  return {
    content: [toText(toJson(outcome.output))],
    structuredContent: outcome.output as CallToolResult['structuredContent'],
  };
}

function toText(text: string): CallToolResult['content'][number] {
  return { type: 'text', text };
}

function toJson(output: JsonValue): string {
  return JSON.stringify(output);
}
