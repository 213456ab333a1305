import type { Config } from '@backstage/config';

/**
 * Reads the plugins whose actions the Actions Service offers. It reads them again
 * for each list, so a change needs no restart.
 */
export function readPluginSources(config: Config): string[] {
  return config.getOptionalStringArray('backend.actions.pluginSources') ?? [];
}
