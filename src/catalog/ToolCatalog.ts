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
  /** What the server has. Default: all. */
  filter?: ToolFilter;
  /** Sees why an action could unexpectedly not be made into a tool. */
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
 * The actions of one server as uniquely named tools: the one index behind both
 * list and find, so that every listed name is found and every unlisted one is
 * not. Says what it changed or left out. Immutable.
 */
export class ToolCatalog {
  /** Sorted by name, so that the list is the same whichever plugin answers first. */
  readonly tools: readonly Tool[];
  readonly omitted: readonly OmittedAction[];
  /** Of all actions that the principal sees, tools of this server or not. */
  readonly actionIds: readonly string[];
  /** When the actions were listed, since a catalog is made right then. */
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
    // A plugin that is configured as a source twice is listed twice.
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
      // Listed names win over aliases, as in the index.
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

  /** Worked out once, and only for requests that need it. */
  names(): CatalogNames {
    this.#names ??= toCatalogNames({
      toolIds: this.tools.map(({ actionId }) => actionId),
      absentIds: this.#absentIds(),
      configured: this.#parts.configured,
    });
    return this.#names;
  }

  /** The tool of that name, in any spelling. */
  find(name: string): CatalogEntry | undefined {
    return this.#entries.get(this.#parts.index.get(name) ?? '');
  }

  /** The tool that the action is, if it is one here. */
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
