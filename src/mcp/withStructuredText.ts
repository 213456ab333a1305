import type { CallToolResult } from '@modelcontextprotocol/server';

/**
 * Repeats the structured content as text (MCP, Tools, Structured Content). Equal
 * to the byte: clients that hand over both drop one of them only then. So it
 * needs the result as it is sent, after the value was wrapped for old revisions.
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
