import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import { distance } from 'fastest-levenshtein';
import type { JsonObject } from '@backstage/types';
import type { Tool } from './types';
import { toToolAliases, toToolName, withStableSuffix } from './toolName';

/** Nearest names beyond this share of changed characters are noise. */
const MAX_NAME_DIFFERENCE = 0.5;
/** Bounds the work on names that a client makes up. */
const MAX_COMPARED_LENGTH = 128;
const MAX_NEAREST_NAMES = 3;

/** An action that no client could call, and why. */
export interface OmittedAction {
  readonly actionId: string;
  readonly reason: string;
}

/**
 * Actions as uniquely named tools: the one index behind both list and call, so
 * that every listed name is callable and every unlisted one is refused.
 * Immutable.
 */
export class ToolCatalog {
  /** Sorted by name, so that the list is the same whichever plugin answers first. */
  readonly tools: readonly Tool[];
  readonly omitted: readonly OmittedAction[];
  readonly #index: ReadonlyMap<string, Tool>;

  static create(actions: readonly ActionsServiceAction[]): ToolCatalog {
    const omitted: OmittedAction[] = [];
    const callable = actions.filter(action => {
      const reason = reasonToOmit(action);
      if (reason) {
        omitted.push({ actionId: action.id, reason });
      }
      return !reason;
    });
    return new ToolCatalog(callable, omitted);
  }

  private constructor(
    actions: readonly ActionsServiceAction[],
    omitted: readonly OmittedAction[],
  ) {
    const names = countBy(actions.map(toToolName));
    const tools = actions.map(action => {
      const name = toToolName(action);
      const isUnique = names.get(name) === 1;
      return toTool(
        action,
        isUnique ? name : withStableSuffix(name, action.id),
      );
    });
    this.#index = createIndex(actions, tools);
    this.tools = [...tools].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.omitted = omitted;
  }

  /** The tool of that name or alias. */
  find(name: string): Tool | undefined {
    return this.#index.get(name);
  }

  /** Listed names that resemble the given one, closest first. */
  nearest(name: string): string[] {
    const asked = name.slice(0, MAX_COMPARED_LENGTH).toLowerCase();
    return this.tools
      .map(tool => ({
        name: tool.name,
        difference:
          distance(asked, tool.name) / Math.max(asked.length, tool.name.length),
      }))
      .filter(candidate => candidate.difference <= MAX_NAME_DIFFERENCE)
      .sort((a, b) => a.difference - b.difference)
      .slice(0, MAX_NEAREST_NAMES)
      .map(candidate => candidate.name);
  }
}

function toTool(action: ActionsServiceAction, name: string): Tool {
  return {
    name,
    title: action.title,
    description: action.description,
    inputSchema: action.schema.input as JsonObject,
    attributes: action.attributes,
    actionId: action.id,
    pluginId: action.pluginId,
  };
}

/** Clients refuse a whole list for one tool whose arguments are no object. */
function reasonToOmit(action: ActionsServiceAction): string | undefined {
  if (action.schema.input.type !== 'object') {
    return 'the root of its input schema is not an object';
  }
  if (action.schema.secrets) {
    return 'it needs secrets, which must not pass through an AI client';
  }
  return undefined;
}

function createIndex(
  actions: readonly ActionsServiceAction[],
  tools: readonly Tool[],
): Map<string, Tool> {
  const aliases = actions.map(action => new Set(toToolAliases(action)));
  const uses = countBy(aliases.flatMap(names => [...names]));
  const index = new Map<string, Tool>();
  tools.forEach((tool, position) => {
    for (const alias of aliases[position]) {
      if (uses.get(alias) === 1) {
        index.set(alias, tool);
      }
    }
  });
  // Listed names last: what the client was shown wins over any alias.
  tools.forEach(tool => index.set(tool.name, tool));
  return index;
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
