import type { CallToolResult } from '@modelcontextprotocol/server';
import type { FinishedCall } from './callTool';

/**
 * Repeats the structured content as text (MCP, Tools, Structured Content), behind
 * the note. Equal to the byte: clients that hand over both drop one of them only
 * then. So it needs the result as it is sent, after the value was wrapped for old
 * revisions.
 */
export function withStructuredText(
  result: CallToolResult,
  { note }: Pick<FinishedCall, 'note'> = {},
): CallToolResult {
  const { structuredContent } = result;
  const content =
    structuredContent === undefined
      ? result.content
      : [toText(JSON.stringify(structuredContent))];
  return { ...result, content: note ? [toText(note), ...content] : content };
}

function toText(text: string) {
  return { type: 'text', text } as const;
}
