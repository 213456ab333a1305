import { type NamedAction, toToolAliases } from './toolName';

/** The names of a catalog, whether or not they resolve to a tool. */
export interface CatalogNames {
  /** Every spelling of every tool, including those that fit several tools. */
  readonly tools: ReadonlySet<string>;
  /** Every spelling of every action that is not a tool. */
  readonly omitted: ReadonlySet<string>;
  /** Action ids by name, for the names that the operator configured. */
  readonly configured: ReadonlyMap<string, string>;
  /** Ids of the omitted actions. */
  readonly omittedIds: ReadonlySet<string>;
  /** Plugins that list at least one action. */
  readonly speakingPlugins: ReadonlySet<string>;
}

export interface CatalogNamesOptions {
  toolIds: readonly string[];
  omittedIds: readonly string[];
  /** Action ids by name. */
  configured: ReadonlyMap<string, string>;
}

export function toCatalogNames(options: CatalogNamesOptions): CatalogNames {
  const { toolIds, omittedIds, configured } = options;
  return {
    tools: spellingsOf(toolIds),
    omitted: spellingsOf(omittedIds),
    configured,
    omittedIds: new Set(omittedIds),
    speakingPlugins: new Set([...toolIds, ...omittedIds].map(pluginIdOf)),
  };
}

export function pluginIdOf(actionId: string): string {
  return toNamedAction(actionId).pluginId;
}

function spellingsOf(actionIds: readonly string[]): Set<string> {
  return new Set(actionIds.flatMap(id => toToolAliases(toNamedAction(id))));
}

function toNamedAction(id: string): NamedAction {
  const colon = id.indexOf(':');
  return { id, pluginId: id.slice(0, colon), name: id.slice(colon + 1) };
}
