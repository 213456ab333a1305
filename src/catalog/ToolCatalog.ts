import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  type CatalogEntry,
  toCatalogEntry,
  withListedNames,
} from './catalogEntry';
import { type CatalogNames, toCatalogNames } from './catalogNames';
import {
  convertOrOmit,
  isMade,
  isOmitted,
  type OmittedAction,
  orOmit,
} from './convertOrOmit';
import type { SchemaStyle } from '../schema/toolSchema';
import type { ToolPredicate } from './toolFilter';
import type { ToolNameOptions } from './toolName';
import type { Tool, ToolOverrides } from '../tools/types';
import { createNameIndex, toFormerNames, toUniqueNames } from './uniqueNames';

export interface ToolCatalogOptions {
  toolNames?: ToolNameOptions & {
    /** Further names of tools, each with its action id. */
    aliases?: Readonly<Record<string, string>>;
  };
  /** How input schemas are shown. Default: `portable`. */
  schemas?: SchemaStyle;
  /** Whether output schemas are shown. Default: true. */
  outputSchemas?: boolean;
  overrides?: ToolOverrides;
  /** Sees why an action could unexpectedly not be made into a tool. */
  onFailure?(actionId: string, error: unknown): void;
}

interface CatalogParts {
  index: ReadonlyMap<string, string>;
  omitted: readonly OmittedAction[];
  configured: ReadonlyMap<string, string>;
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
  /** Of all actions that were listed, tools or not. */
  readonly actionIds: readonly string[];
  /** When the actions were listed, since a catalog is made right then. */
  readonly listedAt = new Date();
  /** By action id. */
  readonly #entries: ReadonlyMap<string, CatalogEntry>;
  readonly #views = new WeakMap<ToolPredicate, readonly Tool[]>();
  /** Action ids by name. */
  readonly #index: ReadonlyMap<string, string>;
  /** Action ids by the names that the operator configured. */
  readonly #configured: ReadonlyMap<string, string>;
  #names?: CatalogNames;

  static create(
    given: readonly ActionsServiceAction[],
    options: ToolCatalogOptions = {},
  ): ToolCatalog {
    const { overrides = {}, toolNames } = options;
    const chosen = chosenNames(overrides);
    // A plugin that is configured as a source twice is listed twice.
    const unique = [
      ...new Map(given.map(action => [action.id, action])).values(),
    ];
    const made = unique.map(action => convertOrOmit(action, options));
    const converted = made.filter(isMade);
    const actions = converted.map(({ action }) => action);
    const names = toUniqueNames(actions, { ...toolNames, chosen });
    const index = createNameIndex({
      actions,
      names,
      formerNames: toFormerNames(actions, toolNames),
      ...toolNames,
    });
    const listedNames = new Map(
      actions.map(({ id }, position) => [id, names[position]]),
    );
    const toListedName = (name: string) =>
      listedNames.get(index.get(name) ?? '');
    const entries = converted.map((each, position) =>
      orOmit(each.action.id, options, () =>
        withListedNames(
          toCatalogEntry(each, {
            name: names[position],
            override: overrides[each.action.id],
          }),
          toListedName,
        ),
      ),
    );
    const omitted = [...made, ...entries].filter(isOmitted);
    const configured = new Map([
      ...Object.entries(toolNames?.aliases ?? {}),
      // Listed names win over aliases, as in the index.
      ...[...chosen].map(([id, name]) => [name, id] as const),
    ]);
    return new ToolCatalog(entries.filter(isMade), {
      index,
      omitted,
      configured,
    });
  }

  private constructor(
    entries: readonly CatalogEntry[],
    { index, omitted, configured }: CatalogParts,
  ) {
    this.#index = index;
    this.#configured = configured;
    this.#entries = new Map(entries.map(entry => [entry.tool.actionId, entry]));
    this.tools = entries
      .map(({ tool }) => tool)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    this.omitted = omitted;
    this.actionIds = [...this.tools, ...omitted].map(
      ({ actionId }) => actionId,
    );
  }

  /** The tools that are in; worked out once for each predicate. */
  view(isIn: ToolPredicate): readonly Tool[] {
    let tools = this.#views.get(isIn);
    if (!tools) {
      tools = this.tools.filter(isIn);
      this.#views.set(isIn, tools);
    }
    return tools;
  }

  /** Worked out once, and only for requests that need it. */
  names(): CatalogNames {
    this.#names ??= toCatalogNames({
      toolIds: this.tools.map(({ actionId }) => actionId),
      omittedIds: this.omitted.map(({ actionId }) => actionId),
      configured: this.#configured,
    });
    return this.#names;
  }

  /** The tool of that name, in any spelling. */
  find(name: string): Tool | undefined {
    return this.#entries.get(this.#index.get(name) ?? '')?.tool;
  }

  /** What of the tool is not as the action's author wrote it. */
  changesOf(tool: Tool): readonly string[] {
    return this.#entries.get(tool.actionId)?.changes ?? [];
  }

  /** The arguments that a client sent, as the action itself wants them. */
  toInput(tool: Tool, args: JsonObject): JsonValue {
    return this.#entries.get(tool.actionId)?.input.toInput(args) ?? args;
  }

  /** Whether the output keeps to the schema that clients were shown, if any. */
  acceptsOutput(tool: Tool, output: JsonValue | undefined): boolean {
    const schema = this.#entries.get(tool.actionId)?.output;
    // A schema of anything accepts nothing as well, but a client does not.
    return !schema || (output !== undefined && schema.accepts(output));
  }
}

function chosenNames(overrides: ToolOverrides): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(overrides).flatMap(([id, { name }]) =>
      name ? [[id, name]] : [],
    ),
  );
}
