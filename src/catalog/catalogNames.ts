import { type NamedAction, toToolAliases } from './toolName';

/** The names of a catalog, including those that do not resolve to a tool. */
export interface CatalogNames {
  /** Every spelling of every tool, including those that several tools share. */
  readonly tools: ReadonlySet<string>;
  /** Every spelling of every action that is not a tool of the server. */
  readonly absent: ReadonlySet<string>;
  /** The ids of those actions. */
  readonly absentIds: ReadonlySet<string>;
  /** Action ids by name, for names from the configuration. */
  readonly configured: ReadonlyMap<string, string>;
  /** Plugins that list at least one action. */
  readonly speakingPlugins: ReadonlySet<string>;
}

export interface CatalogNamesOptions {
  toolIds: readonly string[];
  absentIds: readonly string[];
  /** Action ids by name. */
  configured: ReadonlyMap<string, string>;
}

export function toCatalogNames(options: CatalogNamesOptions): CatalogNames {
  const { toolIds, absentIds, configured } = options;
  return {
    tools: spellingsOf(toolIds),
    absent: spellingsOf(absentIds),
    configured,
    absentIds: new Set(absentIds),
    speakingPlugins: new Set([...toolIds, ...absentIds].map(pluginIdOf)),
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
