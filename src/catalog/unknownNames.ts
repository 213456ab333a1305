import { type CatalogNames, pluginIdOf } from './catalogNames';
import { ALL_TOOLSETS } from './narrow';
import { NO_REQUEST_FILTER, type RequestFilter } from '../tools/requestFilter';
import type { ToolCatalog } from './ToolCatalog';
import { toSnakeCase } from './toolName';

/**
 * More than a client needs. GitHub's MCP server has about as many tools in all.
 */
const MAX_NAMES = 100;
/** Action ids and tool names are shorter. */
const MAX_NAME_LENGTH = 256;
/** Limits the error, which repeats what the client sent. */
const MAX_SHOWN = 10;
const MAX_SHOWN_LENGTH = 64;

export interface KnownNames {
  /** The principal's catalog of the server. */
  catalog: ToolCatalog;
  /** The plugins that offer actions, whether or not they list any. */
  pluginSources: () => readonly string[];
}

/**
 * Returns why a request with unknown names must be refused, as text for the
 * client. Ignoring a misspelt exclusion would leave the tool available.
 *
 * @remarks Accepts unknown names of a plugin that lists nothing right now,
 * since they cannot be checked. That plugin has no tool to include or exclude.
 */
export function explainUnknownNames(
  requestFilter: RequestFilter,
  known: KnownNames,
): string | undefined {
  if (requestFilter === NO_REQUEST_FILTER) {
    return undefined;
  }
  const { toolsets, tools, excludedTools, within } = requestFilter;
  if ([toolsets, tools, excludedTools].some(isTooMany)) {
    return `Too many names of tools or toolsets: at most ${MAX_NAMES} per header`;
  }
  return (
    explainToolsets(toolsets, known) ??
    explainTools([...tools, ...excludedTools], known) ??
    (within && explainUnknownNames(within, known))
  );
}

function isTooMany(names: readonly string[]): boolean {
  return names.length > MAX_NAMES;
}

function explainToolsets(
  names: readonly string[],
  { catalog, pluginSources }: KnownNames,
): string | undefined {
  if (names.length === 0) {
    return undefined;
  }
  const toolsets = new Set([
    ...pluginSources(),
    ...catalog.names().speakingPlugins,
  ]);
  const unknown = names.filter(
    name => name !== ALL_TOOLSETS && !toolsets.has(name),
  );
  return unknown.length > 0
    ? `Unknown toolsets: ${shown(unknown)}. Known are: ${[...toolsets]
        .sort()
        .join(', ')}`
    : undefined;
}

function explainTools(
  names: readonly string[],
  { catalog, pluginSources }: KnownNames,
): string | undefined {
  if (names.length === 0) {
    return undefined;
  }
  const isKnown = createToolCheck(catalog.names(), pluginSources());
  const unknown: string[] = [];
  for (const name of names) {
    const isResolved = catalog.find(name) !== undefined;
    if (!isResolved && (name.length > MAX_NAME_LENGTH || !isKnown(name))) {
      unknown.push(name);
    }
    // The message shows only these, and whether there are more.
    if (unknown.length > MAX_SHOWN) {
      break;
    }
  }
  return unknown.length > 0
    ? `Unknown tools: ${shown(unknown)}. Known are those of tools/list`
    : undefined;
}

/** Checks names that do not resolve to a tool. */
function createToolCheck(
  { tools, absent, absentIds, configured, speakingPlugins }: CatalogNames,
  pluginSources: readonly string[],
): (name: string) => boolean {
  const silent = pluginSources.filter(id => !speakingPlugins.has(id));
  const silentIds = new Set(silent);
  const silentPrefixes = silent.map(toPrefix);
  const speakingPrefixes = [...speakingPlugins].map(toPrefix);
  return name => {
    const actionId = configured.get(name);
    if (
      actionId !== undefined &&
      (absentIds.has(actionId) || silentIds.has(pluginIdOf(actionId)))
    ) {
      return true;
    }
    // Several visible tools share this name, and the client may mean any of
    // them.
    if (tools.has(name)) {
      return false;
    }
    const snakeName = toSnakeCase(name);
    const begins = (prefix: string) => snakeName.startsWith(prefix);
    return (
      // Hidden by the operator, or on another server, for example.
      absent.has(name) ||
      (silentPrefixes.some(begins) && !speakingPrefixes.some(begins))
    );
  };
}

function toPrefix(pluginId: string): string {
  return `${toSnakeCase(pluginId)}_`;
}

function shown(names: readonly string[]): string {
  return [
    ...names.slice(0, MAX_SHOWN).map(name => name.slice(0, MAX_SHOWN_LENGTH)),
    ...(names.length > MAX_SHOWN ? ['...'] : []),
  ].join(', ');
}
