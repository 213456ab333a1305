import {
  Client as ClientV2,
  SSEClientTransport as SseTransportV2,
  StreamableHTTPClientTransport as StreamableTransportV2,
  UnauthorizedError as UnauthorizedErrorV2,
  type ClientOptions,
} from '@modelcontextprotocol/client';
import { UnauthorizedError as UnauthorizedErrorV1 } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport as SseTransportV1 } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as StreamableTransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { answerConsent } from './answerConsent';
import type { MemoryOAuthProvider } from './MemoryOAuthProvider';

export interface SdkClient {
  sdk: 'v1' | 'v2';
  transport: 'Streamable HTTP' | 'HTTP+SSE';
}

/** Each SDK, and each transport over which one signs in. */
export const SDK_CLIENTS: SdkClient[] = [
  { sdk: 'v2', transport: 'Streamable HTTP' },
  { sdk: 'v1', transport: 'Streamable HTTP' },
  { sdk: 'v2', transport: 'HTTP+SSE' },
];

/** Those with the transport that is not deprecated. */
export const STREAMABLE_CLIENTS = SDK_CLIENTS.filter(
  ({ transport }) => transport === 'Streamable HTTP',
);

/** What an SDK's client throws when the user has to consent first. */
export const UNAUTHORIZED = {
  v1: UnauthorizedErrorV1,
  v2: UnauthorizedErrorV2,
};

export interface OpenedClient extends AsyncDisposable {
  connect(): Promise<void>;
  /** Exchanges the code that the user was sent back with for tokens. */
  finishAuth(callback: URL): Promise<void>;
  listTools: ClientV1['listTools'];
  callTool: ClientV1['callTool'];
  close(): Promise<void>;
}

/** An SDK's client for the server at the URL, not connected yet. */
export function openClient(
  serverUrl: string,
  { sdk, transport }: SdkClient,
  authProvider: MemoryOAuthProvider,
): OpenedClient {
  const isSse = transport === 'HTTP+SSE';
  const url = new URL(isSse ? `${serverUrl}/sse` : serverUrl);
  const options = { authProvider, fetch: authProvider.fetch };
  return sdk === 'v1'
    ? openV1(
        isSse
          ? new SseTransportV1(url, options)
          : new StreamableTransportV1(url, options),
      )
    : openV2(
        isSse
          ? new SseTransportV2(url, options)
          : new StreamableTransportV2(url, options),
        isSse ? {} : { versionNegotiation: { mode: { pin: '2026-07-28' } } },
      );
}

function openV1(transport: SseTransportV1 | StreamableTransportV1) {
  const client = new ClientV1({ name: 'v1-client', version: '1.0.0' });
  return {
    ...operationsOf(client),
    connect: () => client.connect(transport),
    finishAuth: ({ searchParams }: URL) =>
      transport.finishAuth(searchParams.get('code')!),
  };
}

function openV2(
  transport: SseTransportV2 | StreamableTransportV2,
  options: ClientOptions,
) {
  const client = new ClientV2({ name: 'v2-client', version: '1.0.0' }, options);
  return {
    ...operationsOf(client as unknown as ClientV1),
    connect: () => client.connect(transport),
    finishAuth: ({ searchParams }: URL) => transport.finishAuth(searchParams),
  };
}

function operationsOf(client: ClientV1) {
  const close = () => client.close();
  return {
    listTools: client.listTools.bind(client),
    callTool: client.callTool.bind(client),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Starts to sign in, up to the page where the user is asked. */
export async function requestConsent(
  serverUrl: string,
  client: SdkClient,
  provider: MemoryOAuthProvider,
): Promise<OpenedClient> {
  const opened = openClient(serverUrl, client, provider);
  await expect(opened.connect()).rejects.toThrow(UNAUTHORIZED[client.sdk]);
  return opened;
}

/** Signs the guest in, and connects. */
export async function signIn(
  serverUrl: string,
  client: SdkClient,
  provider: MemoryOAuthProvider,
): Promise<OpenedClient> {
  await using asking = await requestConsent(serverUrl, client, provider);
  await asking.finishAuth(await answerConsent(provider, 'approve'));
  const opened = openClient(serverUrl, client, provider);
  await opened.connect();
  return opened;
}
