import type { Config } from '@backstage/config';
import { pluginSources } from './appConfig';
import { parseConfig } from './parseConfig';

/**
 * Reads the plugins whose actions the Actions Service offers. It reads them again
 * for each list, so a change needs no restart.
 */
export function readPluginSources(config: Config): readonly string[] {
  return parseConfig(config, pluginSources, 'backend.actions.pluginSources');
}
