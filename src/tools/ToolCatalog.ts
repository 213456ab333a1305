import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import type { JsonObject, JsonValue } from '@backstage/types';
import { toToolAliases, type ToolNameOptions } from './toolName';
import type { PortableSchema } from './schema/toPortableSchema';
import {
  reasonAgainstInput,
  type SchemaStyle,
  toToolSchema,
} from './schema/toolSchema';
import type { Tool, ToolOverride, ToolOverrides } from './types';
import { createIndex, toUniqueNames } from './uniqueNames';

export interface ToolCatalogOptions extends ToolNameOptions {
  overrides?: ToolOverrides;
  /** Default: `portable`. */
  schemas?: SchemaStyle;
}

type Action = ActionsServiceAction;

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

interface CatalogParts {
  index: ReadonlyMap<string, Tool>;
  portables: ReadonlyMap<string, PortableSchema>;
  omitted: readonly OmittedAction[];
  changes: readonly ToolChange[];
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
  /** By action id. */
  readonly #portables: ReadonlyMap<string, PortableSchema>;

  static create(
    actions: readonly Action[],
    options: ToolCatalogOptions = {},
  ): ToolCatalog {
    const { overrides = {}, schemas = 'portable' } = options;
    const omitted: OmittedAction[] = [];
    const changes: ToolChange[] = [];
    // A plugin that is configured as a source twice is listed twice.
    const unique = [...new Map(actions.map(a => [a.id, a])).values()];
    const callable = unique.filter(action => {
      const reason =
        reasonToOmit(action, overrides[action.id]) ??
        reasonAgainstInput(inputOf(action), schemas);
      if (reason) {
        omitted.push({ actionId: action.id, reason });
      }
      return !reason;
    });
    const names = toUniqueNames(callable, options);
    const portables = new Map<string, PortableSchema>();
    const tools = callable.map((action, position) => {
      const override = overrides[action.id];
      const portable = toToolSchema(inputOf(action), schemas);
      const inputChanges = portable.changes.map(text => `input: ${text}`);
      changes.push(
        ...[
          ...changesOf(action, names[position], override),
          ...inputChanges,
        ].map(change => ({ actionId: action.id, change })),
      );
      portables.set(action.id, portable);
      return toTool(action, { name: names[position], portable, override });
    });
    return new ToolCatalog(tools, {
      index: createIndex(callable, tools),
      portables,
      omitted,
      changes,
    });
  }

  private constructor(tools: readonly Tool[], parts: CatalogParts) {
    this.tools = [...tools].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.omitted = parts.omitted;
    this.changes = parts.changes;
    this.#index = parts.index;
    this.#portables = parts.portables;
  }

  /** The tool of that name or alias. */
  find(name: string): Tool | undefined {
    return this.#index.get(name);
  }

  /** The arguments that a client sent, as the action itself wants them. */
  toInput(tool: Tool, args: JsonObject): JsonValue {
    return this.#portables.get(tool.actionId)?.toInput(args) ?? args;
  }
}

interface ToToolOptions {
  name: string;
  portable: PortableSchema;
  override?: ToolOverride;
}

function toTool(
  action: Action,
  { name, portable, override = {} }: ToToolOptions,
): Tool {
  return {
    name,
    title: override.title ?? action.title,
    description: override.description ?? action.description,
    inputSchema: portable.schema,
    attributes: { ...action.attributes, ...override.attributes },
    actionId: action.id,
    pluginId: action.pluginId,
  };
}

function reasonToOmit(
  action: Action,
  override: ToolOverride = {},
): string | undefined {
  if (override.hidden) {
    return `mcpActions.overrides.${action.id}.hidden`;
  }
  if (action.schema.secrets) {
    return 'it needs secrets, which must not pass through an AI client';
  }
  return undefined;
}

function changesOf(
  action: Action,
  name: string,
  override: ToolOverride = {},
): string[] {
  const overridden = Object.keys(override).map(
    key => `${key} is from mcpActions.overrides`,
  );
  const isRenamed = !toToolAliases(action).includes(name);
  return isRenamed
    ? [
        ...overridden,
        `named ${name}, since its plain name is too long or not unique`,
      ]
    : overridden;
}

function inputOf(action: Action): JsonObject {
  return action.schema.input as JsonObject;
}
