import type { CallToolResult } from '@modelcontextprotocol/server';
import type { FinishedCall } from './callTool';

/**
 * Repeats the structured content as text (MCP, Tools, Structured Content), after
 * the note. The two must be equal byte for byte: only then do clients that pass
 * on both drop one. So this needs the result in its final form, after the SDK
 * wrapped the value for old revisions.
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
