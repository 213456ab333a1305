import {
  type NamedAction,
  toFullName,
  toToolAliases,
  type ToolNameOptions,
  toToolName,
  withStableSuffix,
} from './toolName';

export interface UniqueNameOptions extends ToolNameOptions {
  /** Names from the configuration, by action id. */
  chosen?: ReadonlyMap<string, string>;
}

/**
 * Returns the listed name of each action. All colliding names get a suffix, so
 * that names do not depend on the order of actions. Only a configured name
 * stays as it is.
 */
export function toUniqueNames(
  actions: readonly NamedAction[],
  { chosen = new Map(), ...naming }: UniqueNameOptions = {},
): string[] {
  const short = countBy(actions.map(action => toToolName(action, naming)));
  return suffixRepeated(
    actions,
    action => {
      const name = toToolName(action, naming);
      // A shortened name must not take the name of another action.
      return short.get(name) === 1 ? name : toFullName(action, naming);
    },
    { chosen, ...naming },
  );
}

/**
 * Returns the names that 0.3.0 listed, which clients may have in their
 * settings.
 */
export function toFormerNames(
  actions: readonly NamedAction[],
  naming: ToolNameOptions = {},
): string[] {
  return suffixRepeated(actions, action => toFullName(action, naming), naming);
}

function suffixRepeated(
  actions: readonly NamedAction[],
  toName: (action: NamedAction) => string,
  { chosen = new Map(), maxLength }: UniqueNameOptions,
): string[] {
  const distinguish = (names: readonly string[]) => {
    const uses = countBy(names);
    return names.map((name, position) => {
      const { id } = actions[position];
      return uses.get(name) === 1 || chosen.has(id)
        ? name
        : withStableSuffix(name, id, maxLength);
    });
  };
  const names = actions.map(action => chosen.get(action.id) ?? toName(action));
  // Twice, in case a plain name looks like one with a suffix.
  return distinguish(distinguish(names));
}

export interface CreateNameIndexOptions {
  actions: readonly NamedAction[];
  /** The listed name of each action. */
  names: readonly string[];
  /** The former name of each action, which calls may still use. */
  formerNames?: readonly string[];
  /** Further names, each with its action id. */
  aliases?: Readonly<Record<string, string>>;
}

/**
 * Maps each listed name, and every other spelling of an action, to the action
 * id.
 */
export function createNameIndex(
  options: CreateNameIndexOptions,
): Map<string, string> {
  const { actions, names, formerNames = [], aliases = {} } = options;
  const spellings = actions.map(toToolAliases);
  const uses = countBy(spellings.flat());
  const index = new Map<string, string>();
  actions.forEach(({ id }, position) => {
    spellings[position]
      .filter(spelling => uses.get(spelling) === 1)
      .forEach(spelling => index.set(spelling, id));
  });
  formerNames.forEach((name, position) =>
    index.set(name, actions[position].id),
  );
  const ids = new Set(actions.map(({ id }) => id));
  Object.entries(aliases)
    .filter(([, id]) => ids.has(id))
    .forEach(([alias, id]) => index.set(alias, id));
  // Listed names come last: what the client has seen takes precedence.
  names.forEach((name, position) => index.set(name, actions[position].id));
  return index;
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
