import {
  Client as ClientV2,
  SSEClientTransport as SseTransportV2,
  StreamableHTTPClientTransport as StreamableTransportV2,
} from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport as SseTransportV1 } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as StreamableTransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const SSE = '2024-11-05';

/** Each protocol era, with each SDK that has a client for it. */
export const MODES = [
  { era: '2026-07-28', sdk: 'v2' },
  { era: '2025-11-25', sdk: 'v2' },
  { era: '2025-11-25', sdk: 'v1' },
  { era: '2025-06-18', sdk: 'v2' },
  { era: '2025-03-26', sdk: 'v2' },
  { era: SSE, sdk: 'v2' },
  // Offers its newest revision on each transport, and cannot be set to another
  // one.
  { era: SSE, sdk: 'v1', agreed: '2025-11-25' },
];

/** Creates an SDK client and its transport, without connecting. */
export function openClient(serverUrl, { era, sdk }, options) {
  const isSse = era === SSE;
  const url = new URL(isSse ? `${serverUrl}/sse` : serverUrl);
  const info = { name: `${sdk}-client`, version: '1.0.0' };
  if (sdk === 'v1') {
    const Transport = isSse ? SseTransportV1 : StreamableTransportV1;
    const transport = new Transport(url, options);
    const version = spyOnVersion(transport);
    return { client: new ClientV1(info), transport, version };
  }
  const Transport = isSse ? SseTransportV2 : StreamableTransportV2;
  const client = new ClientV2(info, clientOptions(era));
  return {
    client,
    transport: new Transport(url, options),
    version: () => client.getNegotiatedProtocolVersion(),
  };
}

/**
 * The client of SDK v1 passes the negotiated revision only to its transport.
 */
function spyOnVersion(transport) {
  const setVersion = transport.setProtocolVersion.bind(transport);
  let agreed;
  transport.setProtocolVersion = version => {
    agreed = version;
    setVersion(version);
  };
  return () => agreed;
}

function clientOptions(era) {
  return era === '2026-07-28'
    ? { versionNegotiation: { mode: { pin: era } } }
    : { supportedProtocolVersions: [era] };
}

export function bearer(token) {
  return { requestInit: { headers: { authorization: `Bearer ${token}` } } };
}
