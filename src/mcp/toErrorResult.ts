import type { CallToolResult } from '@modelcontextprotocol/server';

/**
 * An error that the model reads (MCP, Tools, Error Handling). Agents replace
 * JSON-RPC errors and HTTP statuses by texts of their own.
 */
export function toErrorResult(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}
