import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import type { JsonObject } from '@backstage/types';
import {
  toToolAliases,
  type ToolNameOptions,
  toToolName,
  withStableSuffix,
} from './toolName';
import type { Tool, ToolOverride, ToolOverrides } from './types';

export interface ToolCatalogOptions extends ToolNameOptions {
  overrides?: ToolOverrides;
}

/** An action that is no tool, and why. */
export interface OmittedAction {
  readonly actionId: string;
  readonly reason: string;
}

/** A tool that is not as the action's author wrote it, and why. */
export interface ToolChange {
  readonly actionId: string;
  readonly change: string;
}

/**
 * Actions as uniquely named tools: the one index behind both list and call, so
 * that every listed name is callable and every unlisted one is refused. Says
 * what it changed or left out. Immutable.
 */
export class ToolCatalog {
  /** Sorted by name, so that the list is the same whichever plugin answers first. */
  readonly tools: readonly Tool[];
  readonly omitted: readonly OmittedAction[];
  readonly changes: readonly ToolChange[];
  readonly #index: ReadonlyMap<string, Tool>;

  static create(
    actions: readonly ActionsServiceAction[],
    options: ToolCatalogOptions = {},
  ): ToolCatalog {
    const { overrides = {} } = options;
    const omitted: OmittedAction[] = [];
    const changes: ToolChange[] = [];
    // A plugin that is configured as a source twice is listed twice.
    const unique = [...new Map(actions.map(a => [a.id, a])).values()];
    const callable = unique.filter(action => {
      const reason = reasonToOmit(action, overrides[action.id]);
      if (reason) {
        omitted.push({ actionId: action.id, reason });
      }
      return !reason;
    });
    const names = toUniqueNames(callable, options);
    const tools = callable.map((action, position) => {
      const override = overrides[action.id];
      changes.push(...changesOf(action, names[position], override));
      return toTool(action, names[position], override);
    });
    return new ToolCatalog(tools, createIndex(callable, tools), {
      omitted,
      changes,
    });
  }

  private constructor(
    tools: readonly Tool[],
    index: ReadonlyMap<string, Tool>,
    report: Pick<ToolCatalog, 'omitted' | 'changes'>,
  ) {
    this.tools = [...tools].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.omitted = report.omitted;
    this.changes = report.changes;
    this.#index = index;
  }

  /** The tool of that name or alias. */
  find(name: string): Tool | undefined {
    return this.#index.get(name);
  }
}

/** Names that collide all get a suffix, so that none depends on the order. */
function toUniqueNames(
  actions: readonly ActionsServiceAction[],
  naming: ToolNameOptions,
): string[] {
  const suffixRepeated = (names: readonly string[]) => {
    const uses = countBy(names);
    return names.map((name, position) =>
      uses.get(name) === 1
        ? name
        : withStableSuffix(name, actions[position].id),
    );
  };
  const names = actions.map(action => toToolName(action, naming));
  // Twice, for a name that was made to look like a suffixed one.
  return suffixRepeated(suffixRepeated(names));
}

function toTool(
  action: ActionsServiceAction,
  name: string,
  override: ToolOverride = {},
): Tool {
  return {
    name,
    title: override.title ?? action.title,
    description: override.description ?? action.description,
    inputSchema: action.schema.input as JsonObject,
    attributes: { ...action.attributes, ...override.attributes },
    actionId: action.id,
    pluginId: action.pluginId,
  };
}

function reasonToOmit(
  action: ActionsServiceAction,
  override: ToolOverride = {},
): string | undefined {
  if (override.hidden) {
    return `mcpActions.overrides.${action.id}.hidden`;
  }
  if (action.schema.input.type !== 'object') {
    // Clients refuse a whole list for one such tool.
    return 'the root of its input schema is not an object';
  }
  if (action.schema.secrets) {
    return 'it needs secrets, which must not pass through an AI client';
  }
  return undefined;
}

function changesOf(
  action: ActionsServiceAction,
  name: string,
  override: ToolOverride = {},
): ToolChange[] {
  const actionId = action.id;
  const overridden = Object.keys(override).map(key => ({
    actionId,
    change: `${key} is from mcpActions.overrides`,
  }));
  const isRenamed = !toToolAliases(action).includes(name);
  return isRenamed
    ? [
        ...overridden,
        {
          actionId,
          change: `named ${name}, since its plain name is too long or not unique`,
        },
      ]
    : overridden;
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
