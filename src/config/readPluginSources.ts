import type { Config } from '@backstage/config';
import { pluginSources } from './appConfig';
import { parseConfig } from './parseConfig';

/**
 * Reads the plugins that offer actions through the Actions Service. Called for
 * each list, so that a change needs no restart.
 */
export function readPluginSources(config: Config): readonly string[] {
  return parseConfig(config, pluginSources, 'backend.actions.pluginSources');
}
