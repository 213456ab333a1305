import type { BackendFeature } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import mcpActionsPlugin from '..';
import { samplePlugin } from './actions';

export interface McpBackend {
  /** URL of the backend's root, without a trailing slash. */
  readonly rootUrl: string;
  /** URL of the default MCP server. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface StartMcpBackendOptions {
  /** Merged over the configuration that all tests share, key by top-level key. */
  config?: JsonObject;
  /** In place of mocked ones: the services that check credentials. */
  credentialServices?: BackendFeature[];
  features?: Array<BackendFeature | Promise<{ default: BackendFeature }>>;
}

/** A backend with this plugin and the sample actions; requests need credentials. */
export async function startMcpBackend(
  options: StartMcpBackendOptions = {},
): Promise<McpBackend> {
  const backend = await startTestBackend({
    features: [
      mcpActionsPlugin,
      samplePlugin,
      // The real one makes a client of each cloud; they are absent in tests.
      mockServices.urlReader.mock().factory,
      ...(options.credentialServices ?? [
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
      ]),
      mockServices.rootConfig.factory({
        data: {
          backend: { actions: { pluginSources: ['sample'] } },
          ...options.config,
        },
      }),
      ...(options.features ?? []),
    ],
  });
  const rootUrl = `http://localhost:${backend.server.port()}`;
  return {
    rootUrl,
    url: `${rootUrl}/api/mcp-actions/v1`,
    stop: () => backend.stop(),
  };
}
