import type { Config } from '@backstage/config';
import type { FilterRule, ToolFilter } from '../tools/types';
import { readPortal } from './readPortal';

/**
 * The instructions of a server when the operator writes none. They name the portal
 * and its plugins. Undefined for a server without plugins.
 */
export function defaultInstructions(
  config: Config,
  filter: ToolFilter,
): string | undefined {
  const plugins = pluginsOf(config, filter);
  return plugins.length === 0
    ? undefined
    : [
        `These tools are those of ${portalOf(config)}.`,
        `They come from its plugin${plugins.length > 1 ? 's' : ''} ${plugins.join(', ')}.`,
        'Use them for whatever the portal knows or can do, rather than guessing.',
      ].join(' ');
}

function portalOf(config: Config): string {
  const { title, organization } = readPortal(config);
  const portal = `Backstage developer portal${organization ? ` of ${organization}` : ''}`;
  return title ? `${title}, the ${portal}` : `the ${portal}`;
}

/** The sources that the filter may leave in, as far as its ids name plugins. */
function pluginsOf(config: Config, { include, exclude }: ToolFilter): string[] {
  const sources = (
    config.getOptionalStringArray('backend.actions.pluginSources') ?? []
  ).filter(pluginId => !exclude.some(rule => isWholePlugin(rule, pluginId)));
  const included = include.map(pluginOf);
  return included.length === 0 || included.includes(undefined)
    ? sources
    : sources.filter(pluginId => included.includes(pluginId));
}

function isWholePlugin({ id, attributes }: FilterRule, pluginId: string) {
  return id === `${pluginId}:*` && !attributes;
}

/** The plugin of a rule such as `catalog:*`; undefined when it may fit several. */
function pluginOf({ id = '' }: FilterRule): string | undefined {
  return id.match(/^([\w-]+):/)?.[1];
}
