import { ALL_TOOLSETS, NO_NARROWING } from './narrowing';
import type { ToolCatalog } from './ToolCatalog';
import { toSnakeCase, toToolAliases } from './toolName';
import type { Narrowing } from './types';

/** More than a client needs; GitHub's MCP server has about as many tools in all. */
const MAX_NAMES = 100;
/** Action ids and tool names are shorter. */
const MAX_NAME_LENGTH = 256;
/** Bounds the error, which repeats what the client sent. */
const MAX_SHOWN = 10;
const MAX_SHOWN_LENGTH = 64;

export interface KnownNames {
  /** All that the principal could call on any server. */
  catalog: ToolCatalog;
  /** Plugins whose actions are offered, whether they list any or not. */
  pluginSources: readonly string[];
}

/**
 * Why the request must be refused for the names that it narrows to, if so: a
 * misspelt exclusion would leave in what the client wants out. Returns text for
 * the client.
 *
 * @remarks A name of a plugin that lists nothing right now cannot be checked. It
 * is accepted, since there is nothing of that plugin to leave in or out.
 */
export function explainUnknownNames(
  narrowing: Narrowing,
  known: KnownNames,
): string | undefined {
  if (narrowing === NO_NARROWING) {
    return undefined;
  }
  const { toolsets, tools, excludedTools } = narrowing;
  if ([toolsets, tools, excludedTools].some(isTooMany)) {
    return `Too many names of tools or toolsets: at most ${MAX_NAMES} per header`;
  }
  const knownToolsets = toolsetsOf(known);
  const unknownToolsets = toolsets.filter(
    name => name !== ALL_TOOLSETS && !knownToolsets.has(name),
  );
  if (unknownToolsets.length > 0) {
    return `Unknown toolsets: ${shown(unknownToolsets)}. Known are: ${[
      ...knownToolsets,
    ]
      .sort()
      .join(', ')}`;
  }
  const unknownTools = [...tools, ...excludedTools].filter(
    name => !isKnownTool(name, known),
  );
  return unknownTools.length > 0
    ? `Unknown tools: ${shown(unknownTools)}. Known are those of tools/list`
    : undefined;
}

function isTooMany(names: readonly string[]): boolean {
  return names.length > MAX_NAMES;
}

function toolsetsOf({ catalog, pluginSources }: KnownNames): Set<string> {
  return new Set([...pluginSources, ...speakingPlugins(catalog)]);
}

function speakingPlugins({ actionIds }: ToolCatalog): Set<string> {
  return new Set(actionIds.map(id => splitId(id).pluginId));
}

function isKnownTool(name: string, known: KnownNames): boolean {
  const { catalog } = known;
  return (
    name.length <= MAX_NAME_LENGTH &&
    (catalog.find(name) !== undefined ||
      // Hidden by the operator, for example.
      catalog.omitted.some(({ actionId }) =>
        toToolAliases(splitId(actionId)).includes(name),
      ) ||
      isOfSilentPlugin(name, known))
  );
}

/** Whether the name begins with a plugin that lists nothing, and with no other. */
function isOfSilentPlugin(name: string, known: KnownNames): boolean {
  const speaking = speakingPlugins(known.catalog);
  const named = [...toolsetsOf(known)].filter(pluginId =>
    toSnakeCase(name).startsWith(`${toSnakeCase(pluginId)}_`),
  );
  return named.length > 0 && !named.some(pluginId => speaking.has(pluginId));
}

function splitId(id: string) {
  const colon = id.indexOf(':');
  return { id, pluginId: id.slice(0, colon), name: id.slice(colon + 1) };
}

function shown(names: readonly string[]): string {
  return [
    ...names.slice(0, MAX_SHOWN).map(name => name.slice(0, MAX_SHOWN_LENGTH)),
    ...(names.length > MAX_SHOWN ? ['...'] : []),
  ].join(', ');
}
