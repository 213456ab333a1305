import type { CallToolResult } from '@modelcontextprotocol/server';

/**
 * An error that the model reads (MCP, Tools, Error Handling). Agents replace
 * JSON-RPC errors and HTTP statuses with generic texts.
 */
export function toErrorResult(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}
