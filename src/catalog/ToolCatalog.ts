import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
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
import type { ToolOverrides } from './ToolOverrides';
import { toToolPredicate } from './toolFilter';
import type { ToolNameOptions } from './toolName';
import { type Tool, type ToolFilter, UNFILTERED } from '../tools/types';
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
  /** The actions that the server has. Default: all. */
  filter?: ToolFilter;
  /** Called when an action unexpectedly could not be made into a tool. */
  onFailure?(actionId: string, error: unknown): void;
}

interface CatalogParts {
  index: ReadonlyMap<string, string>;
  omitted: readonly OmittedAction[];
  /** Ids of actions that the filter leaves out. */
  filteredIds: readonly string[];
  configured: ReadonlyMap<string, string>;
}

/**
 * The actions of one server as uniquely named tools. Lists and calls share its
 * one index, so that every listed name is found and no other. Reports what it
 * changed or left out. Immutable.
 */
export class ToolCatalog {
  /**
   * Sorted by name, so that the order does not depend on which plugin responds
   * first.
   */
  readonly tools: readonly Tool[];
  readonly omitted: readonly OmittedAction[];
  /**
   * Ids of all actions that the principal sees, including those that are not
   * tools of this server.
   */
  readonly actionIds: readonly string[];
  /** When the actions were listed. A catalog is created right after that. */
  readonly listedAt = new Date();
  /** By action id. */
  readonly #entries: ReadonlyMap<string, CatalogEntry>;
  readonly #parts: CatalogParts;
  #names?: CatalogNames;

  static create(
    given: readonly ActionsServiceAction[],
    options: ToolCatalogOptions = {},
  ): ToolCatalog {
    const { overrides = {}, toolNames } = options;
    const chosen = chosenNames(overrides);
    // A plugin that is configured twice as a source is listed twice.
    const unique = [
      ...new Map(given.map(action => [action.id, action])).values(),
    ];
    const made = unique.map(action => convertOrOmit(action, options));
    const isServed = toToolPredicate(options.filter ?? UNFILTERED);
    const [converted, filtered] = partition(
      made.filter(isMade),
      ({ action, attributes }) => isServed({ actionId: action.id, attributes }),
    );
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
        withListedNames(toCatalogEntry(each, names[position]), toListedName),
      ),
    );
    const omitted = [...made, ...entries].filter(isOmitted);
    const configured = new Map([
      ...Object.entries(toolNames?.aliases ?? {}),
      // Listed names take precedence over aliases, as in the index.
      ...[...chosen].map(([id, name]) => [name, id] as const),
    ]);
    return new ToolCatalog(entries.filter(isMade), {
      index,
      omitted,
      filteredIds: filtered.map(({ action }) => action.id),
      configured,
    });
  }

  private constructor(entries: readonly CatalogEntry[], parts: CatalogParts) {
    this.#parts = parts;
    this.#entries = new Map(entries.map(entry => [entry.tool.actionId, entry]));
    this.tools = entries
      .map(({ tool }) => tool)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    this.omitted = parts.omitted;
    this.actionIds = [
      ...this.tools.map(({ actionId }) => actionId),
      ...this.#absentIds(),
    ];
  }

  /** Created on first use, since only some requests need it. */
  names(): CatalogNames {
    this.#names ??= toCatalogNames({
      toolIds: this.tools.map(({ actionId }) => actionId),
      absentIds: this.#absentIds(),
      configured: this.#parts.configured,
    });
    return this.#names;
  }

  /** Finds a tool by its name, in any spelling. */
  find(name: string): CatalogEntry | undefined {
    return this.#entries.get(this.#parts.index.get(name) ?? '');
  }

  /** Finds the tool of an action on this server. */
  ofAction(actionId: string): CatalogEntry | undefined {
    return this.#entries.get(actionId);
  }

  #absentIds(): string[] {
    const { omitted, filteredIds } = this.#parts;
    return [...omitted.map(({ actionId }) => actionId), ...filteredIds];
  }
}

function partition<T>(items: readonly T[], isIn: (item: T) => boolean) {
  return [items.filter(isIn), items.filter(item => !isIn(item))];
}

function chosenNames(overrides: ToolOverrides): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(overrides).flatMap(([id, { name }]) =>
      name ? [[id, name]] : [],
    ),
  );
}
