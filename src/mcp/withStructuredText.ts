import type { CallToolResult } from '@modelcontextprotocol/server';

/**
 * Repeats the structured content as text (MCP, Tools, Structured Content). The
 * two must be equal byte for byte: only then do clients that pass on both drop
 * one. So this needs the result in its final form, after the SDK wrapped the
 * value for old revisions.
 */
export function withStructuredText(result: CallToolResult): CallToolResult {
  const { structuredContent } = result;
  return structuredContent === undefined
    ? result
    : {
        ...result,
        content: [{ type: 'text', text: JSON.stringify(structuredContent) }],
      };
}
