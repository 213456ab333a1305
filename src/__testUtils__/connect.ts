import { mockCredentials } from '@backstage/backend-test-utils';
import {
  Client as ClientV2,
  SSEClientTransport as SseTransportV2,
  StreamableHTTPClientTransport as StreamableTransportV2,
  type ClientOptions,
} from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport as SseTransportV1 } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as StreamableTransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export interface Era {
  era: '2026-07-28' | '2025-11-25' | '2025-06-18' | '2025-03-26' | 'http+sse';
  /** Major version of the MCP SDK whose client connects. */
  sdk: 'v1' | 'v2';
}

/** Each protocol era, with each SDK that has a client for it. */
export const ERAS: Era[] = [
  { era: '2026-07-28', sdk: 'v2' },
  { era: '2025-11-25', sdk: 'v2' },
  { era: '2025-11-25', sdk: 'v1' },
  { era: '2025-06-18', sdk: 'v2' },
  { era: '2025-03-26', sdk: 'v2' },
  { era: 'http+sse', sdk: 'v2' },
  { era: 'http+sse', sdk: 'v1' },
];

export type McpClient = Pick<ClientV1, 'listTools' | 'callTool'> & {
  /** The negotiated protocol revision. */
  readonly version: string | undefined;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export interface ConnectOptions extends Era {
  /** User entity ref of the caller. */
  as?: string;
  /** Headers besides `Authorization`. */
  headers?: Record<string, string>;
}

/** Connects a real SDK client to the MCP server at the URL. */
export async function connect(
  serverUrl: string,
  { era, sdk, as, headers }: ConnectOptions,
): Promise<McpClient> {
  const requestInit = {
    headers: { Authorization: mockCredentials.user.header(as), ...headers },
  };
  const url = new URL(era === 'http+sse' ? `${serverUrl}/sse` : serverUrl);
  const info = { name: `${sdk}-client`, version: '1.0.0' };
  if (sdk === 'v1') {
    const client = new ClientV1(info);
    const transport =
      era === 'http+sse'
        ? new SseTransportV1(url, { requestInit })
        : new StreamableTransportV1(url, { requestInit });
    const negotiated = spyOnVersion(transport);
    await client.connect(transport);
    return toMcpClient(client, negotiated());
  }
  const client = new ClientV2(info, clientOptions(era));
  await client.connect(
    era === 'http+sse'
      ? new SseTransportV2(url, { requestInit })
      : new StreamableTransportV2(url, { requestInit }),
  );
  return toMcpClient(
    client as unknown as ClientV1,
    client.getNegotiatedProtocolVersion(),
  );
}

function clientOptions(era: Era['era']): ClientOptions {
  switch (era) {
    case '2026-07-28':
      return { versionNegotiation: { mode: { pin: era } } };
    case 'http+sse':
      return { supportedProtocolVersions: ['2024-11-05'] };
    default:
      return { supportedProtocolVersions: [era] };
  }
}

/**
 * The client of SDK v1 passes the negotiated revision only to its transport.
 */
function spyOnVersion(transport: {
  setProtocolVersion(version: string): void;
}): () => string | undefined {
  const setVersion = jest.spyOn(transport, 'setProtocolVersion');
  return () => setVersion.mock.lastCall?.[0];
}

function toMcpClient(client: ClientV1, version: string | undefined): McpClient {
  const close = () => client.close();
  return {
    listTools: client.listTools.bind(client),
    callTool: client.callTool.bind(client),
    version,
    close,
    [Symbol.asyncDispose]: close,
  };
}
