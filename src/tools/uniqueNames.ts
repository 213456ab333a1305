import {
  type NamedAction,
  toToolAliases,
  type ToolNameOptions,
  toToolName,
  withStableSuffix,
} from './toolName';

/** Names that collide all get a suffix, so that none depends on the order. */
export function toUniqueNames(
  actions: readonly NamedAction[],
  naming: ToolNameOptions = {},
): string[] {
  const suffixRepeated = (names: readonly string[]) => {
    const uses = countBy(names);
    return names.map((name, position) =>
      uses.get(name) === 1
        ? name
        : withStableSuffix(name, actions[position].id, naming.maxLength),
    );
  };
  const names = actions.map(action => toToolName(action, naming));
  // Twice, for a name that was made to look like a suffixed one.
  return suffixRepeated(suffixRepeated(names));
}

export interface CreateNameIndexOptions {
  actions: readonly NamedAction[];
  /** The listed name of each action. */
  names: readonly string[];
  /** Further names, each with its action id. */
  aliases?: Readonly<Record<string, string>>;
}

/** The action id behind each listed name, and behind whatever else an action is called. */
export function createNameIndex(
  options: CreateNameIndexOptions,
): Map<string, string> {
  const { actions, names, aliases = {} } = options;
  const spellings = actions.map(action => [...new Set(toToolAliases(action))]);
  const uses = countBy(spellings.flat());
  const index = new Map<string, string>();
  actions.forEach(({ id }, position) => {
    spellings[position]
      .filter(spelling => uses.get(spelling) === 1)
      .forEach(spelling => index.set(spelling, id));
  });
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
