import {
  type NamedAction,
  toFullName,
  toToolAliases,
  type ToolNameOptions,
  toToolName,
  withStableSuffix,
} from './toolName';

export interface UniqueNameOptions extends ToolNameOptions {
  /** Names that the operator chose, by action id. */
  chosen?: ReadonlyMap<string, string>;
}

/**
 * The listed name of each action. Names that collide all get a suffix, so that
 * none depends on the order; only a chosen one stays as it is.
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
      // A name that was shortened must not take that of another action.
      return short.get(name) === 1 ? name : toFullName(action, naming);
    },
    { chosen, ...naming },
  );
}

/** The names that 0.3.0 listed, which clients may have in their settings. */
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
  // Twice, for a name that was made to look like a suffixed one.
  return distinguish(distinguish(names));
}

export interface CreateNameIndexOptions {
  actions: readonly NamedAction[];
  /** The listed name of each action. */
  names: readonly string[];
  /** The name that each action had; a call may still use it. */
  formerNames?: readonly string[];
  /** Further names, each with its action id. */
  aliases?: Readonly<Record<string, string>>;
}

/** The action id behind each listed name, and behind whatever else an action is called. */
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
  // Listed names last: what the client was shown wins over anything else.
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
