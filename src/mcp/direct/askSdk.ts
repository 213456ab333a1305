import {
  type AuthInfo,
  createMcpHandler,
  type Server,
} from '@modelcontextprotocol/server';
import type { DirectRequest } from './toDirectRequest';

/** The SDK's own answer to the request: its result as JSON text. */
export async function askSdk(
  { method, params, version, era }: DirectRequest,
  { server, authInfo }: { server: Server; authInfo: AuthInfo },
): Promise<string> {
  const handler = createMcpHandler(() => server);
  const response = await handler.fetch(
    new Request('http://localhost/', {
      method: 'POST',
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        ...(method !== 'initialize' && { 'mcp-protocol-version': version }),
        ...(era === 'modern' && { 'mcp-method': method }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 0, method, params }),
    }),
    { authInfo },
  );
  const text = await response.text();
  // The SDK answers a stream of one event before 2026-07-28.
  const { result } = JSON.parse(text.slice(text.indexOf('{')));
  if (!result) {
    throw new Error(`The MCP SDK refused ${method}: ${text}`);
  }
  return JSON.stringify(result);
}
