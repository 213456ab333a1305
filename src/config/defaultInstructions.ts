import type { FilterRule, ToolFilter } from '../tools/types';
import type { AppConfig } from './appConfig';

type Portal = Pick<AppConfig, 'app' | 'backend' | 'organization'>;

/**
 * Returns the instructions of a server for which the operator wrote none. They
 * name the portal and its plugins. Undefined for a server without plugins.
 */
export function defaultInstructions(
  portal: Portal,
  filter: ToolFilter,
): string | undefined {
  const plugins = pluginsOf(portal.backend.actions.pluginSources, filter);
  return plugins.length === 0
    ? undefined
    : [
        `These tools are those of ${nameOf(portal)}.`,
        `They come from its plugin${plugins.length > 1 ? 's' : ''} ${plugins.join(', ')}.`,
        'Use them for whatever the portal knows or can do, rather than guessing.',
      ].join(' ');
}

function nameOf({ app, organization }: Portal): string {
  const owner = organization.name ? ` of ${organization.name}` : '';
  const portal = `Backstage developer portal${owner}`;
  return app.title ? `${app.title}, the ${portal}` : `the ${portal}`;
}

/** The sources that the filter may include, as far as its ids name plugins. */
function pluginsOf(
  pluginSources: readonly string[],
  { include, exclude }: ToolFilter,
): readonly string[] {
  const sources = pluginSources.filter(
    pluginId => !exclude.some(rule => isWholePlugin(rule, pluginId)),
  );
  const included = include.map(pluginOf);
  return included.length === 0 || included.includes(undefined)
    ? sources
    : sources.filter(pluginId => included.includes(pluginId));
}

function isWholePlugin({ id, attributes }: FilterRule, pluginId: string) {
  return id === `${pluginId}:*` && !attributes;
}

/**
 * The plugin of a rule such as `catalog:*`. Undefined if the rule may match
 * several plugins.
 */
function pluginOf({ id = '' }: FilterRule): string | undefined {
  return id.match(/^([\w-]+):/)?.[1];
}
