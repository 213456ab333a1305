import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  createMcpHandler,
  PROTOCOL_VERSION_META_KEY,
  type Server,
} from '@modelcontextprotocol/server';
import { NO_NARROWING } from '../../tools/narrowing';
import { type Caller, toAuthInfo } from '../caller';
import type { UsualRequest } from './parseRequest';

/** What is asked is the same for everybody, so nobody asks. */
const NOBODY: Caller = {
  credentials: {
    $$type: '@backstage/BackstageCredentials',
    principal: { type: 'none' },
  },
  viewKey: '',
  countKey: '',
  narrowing: NO_NARROWING,
  traceCarrier: {},
};

const CLIENT = { name: 'anyone', version: '0' };

/**
 * The SDK's own response to a canned request of that method and revision: its
 * result as JSON text.
 */
export async function askSdk(
  { method, version, era }: Pick<UsualRequest, 'method' | 'version' | 'era'>,
  server: Server,
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
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 0,
        method,
        params:
          era === 'modern' ? modernParams(version) : legacyParams(version),
      }),
    }),
    { authInfo: toAuthInfo(NOBODY) },
  );
  const text = await response.text();
  // The SDK answers a stream of one event before 2026-07-28.
  const { result } = JSON.parse(text.slice(text.indexOf('{')));
  if (!result) {
    throw new Error(`The MCP SDK refused ${method}: ${text}`);
  }
  return JSON.stringify(result);
}

function modernParams(version: string) {
  return {
    _meta: {
      [PROTOCOL_VERSION_META_KEY]: version,
      [CLIENT_INFO_META_KEY]: CLIENT,
      [CLIENT_CAPABILITIES_META_KEY]: {},
    },
  };
}

/** Those of `initialize`; other methods ignore them. */
function legacyParams(version: string) {
  return { protocolVersion: version, capabilities: {}, clientInfo: CLIENT };
}
