import {
  type BackendFeature,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import type { JsonObject } from '@backstage/types';
import { type McpBackend, startMcpBackend } from './startMcpBackend';

/** Runs until the test ends it, and changes nothing. */
export const SLOW_TOOL = 'slow_dig_tunnel';
/** Runs until the test ends it, and is destructive. */
export const SLOW_DESTRUCTIVE_TOOL = 'slow_blast_tunnel';

export interface SlowBackend extends McpBackend {
  /** The number of slow actions that are running. */
  running(): number;
  /** Ends all running actions. */
  endActions(): void;
}

/** A backend with actions that the test ends. */
export async function startSlowBackend(
  mcpActions: JsonObject,
  features: BackendFeature[] = [],
): Promise<SlowBackend> {
  const ends = new Set<() => void>();
  const backend = await startMcpBackend({
    config: {
      backend: { actions: { pluginSources: ['sample', 'slow'] } },
      mcpActions,
    },
    features: [createSlowPlugin(ends), ...features],
  });
  return {
    ...backend,
    running: () => ends.size,
    endActions() {
      ends.forEach(end => end());
      ends.clear();
    },
  };
}

function createSlowPlugin(ends: Set<() => void>): BackendFeature {
  return createBackendPlugin({
    pluginId: 'slow',
    register(env) {
      env.registerInit({
        deps: { actionsRegistry: actionsRegistryServiceRef },
        async init({ actionsRegistry }) {
          for (const destructive of [false, true]) {
            actionsRegistry.register({
              name: destructive ? 'blast-tunnel' : 'dig-tunnel',
              title: 'Tunnel',
              description: 'Takes as long as it takes',
              attributes: { readOnly: !destructive, destructive },
              schema: {
                input: z => z.object({}),
                output: z => z.object({ isOpen: z.boolean() }),
              },
              action: async () => {
                await new Promise<void>(resolve => ends.add(resolve));
                return { output: { isOpen: true } };
              },
            });
          }
        },
      });
    },
  });
}
