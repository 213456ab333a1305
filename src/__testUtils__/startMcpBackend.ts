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
  /** Merged over the shared test configuration, by top-level key. */
  config?: JsonObject;
  /** Services that check credentials, in place of mocks. */
  credentialServices?: BackendFeature[];
  features?: Array<BackendFeature | Promise<{ default: BackendFeature }>>;
}

/**
 * Starts a backend with this plugin and the sample actions. Requests need
 * credentials.
 */
export async function startMcpBackend(
  options: StartMcpBackendOptions = {},
): Promise<McpBackend> {
  const backend = await startTestBackend({
    features: [
      mcpActionsPlugin,
      samplePlugin,
      // The real service creates a client for each cloud, and those are absent
      // in tests.
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
