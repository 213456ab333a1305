import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  createMcpHandler,
  PROTOCOL_VERSION_META_KEY,
  type Server,
} from '@modelcontextprotocol/server';
import { NO_REQUEST_FILTER } from '../../tools/requestFilter';
import { type Caller, toAuthInfo } from '../caller';
import type { UsualRequest } from './parseRequest';

/** The caller of shared responses: they are equal for everybody. */
const NOBODY: Caller = {
  credentials: {
    $$type: '@backstage/BackstageCredentials',
    principal: { type: 'none' },
  },
  viewKey: '',
  countKey: '',
  requestFilter: NO_REQUEST_FILTER,
  traceCarrier: {},
};

const CLIENT = { name: 'anyone', version: '0' };

/**
 * Sends a canned request with that method and revision to the SDK, and returns
 * the result as JSON text.
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
  // Before 2026-07-28, the SDK responds with a stream of one event.
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

/** Parameters of `initialize`. Other methods ignore them. */
function legacyParams(version: string) {
  return { protocolVersion: version, capabilities: {}, clientInfo: CLIENT };
}
