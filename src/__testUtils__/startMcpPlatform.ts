import type { AddressInfo } from 'node:net';
import { createBackend } from '@backstage/backend-defaults';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import mcpActionsPlugin from '..';
import { samplePlugin } from './actions';

export interface SentRequest {
  /** Path below `/v1`. */
  path?: string;
  method: string;
  origin?: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface McpPlatform {
  /** Resolves with the headers, so that streams need not end. */
  send(request: SentRequest): Promise<Response>;
  stop(): Promise<void>;
}

/**
 * Starts a backend with the platform's real root middleware, including CORS,
 * which test backends leave out. Plugins cannot call each other in it.
 *
 * @param config - `backend` is merged over the shared configuration, key by key
 */
export async function startMcpPlatform(config: {
  backend?: JsonObject;
  mcpActions?: JsonObject;
}): Promise<McpPlatform> {
  const backend = createBackend();
  let port = () => 0;
  const data = {
    app: { baseUrl: 'http://localhost:3000' },
    mcpActions: config.mcpActions ?? {},
    backend: {
      baseUrl: 'http://localhost:7007',
      listen: { host: '127.0.0.1', port: 0 },
      ...config.backend,
    },
  };
  backend.add(mcpActionsPlugin);
  backend.add(samplePlugin);
  backend.add(mockServices.rootConfig.factory({ data }));
  backend.add(mockServices.rootLogger.factory());
  backend.add(mockServices.auth.factory());
  backend.add(
    mockServices.httpAuth.factory({
      defaultCredentials: mockCredentials.none(),
    }),
  );
  backend.add(
    rootHttpRouterServiceFactory({
      configure: ({ applyDefaults, server }) => {
        applyDefaults();
        port = () => (server.address() as AddressInfo).port;
      },
    }),
  );
  await backend.start();
  const stopped = new AbortController();
  return {
    send: ({ path = '', origin, headers, ...rest }) =>
      fetch(`http://127.0.0.1:${port()}/api/mcp-actions/v1${path}`, {
        ...rest,
        headers: { ...headers, ...(origin && { origin }) },
        signal: stopped.signal,
      }),
    stop: async () => {
      stopped.abort();
      await backend.stop();
    },
  };
}
