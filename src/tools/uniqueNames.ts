import {
  type NamedAction,
  toToolAliases,
  type ToolNameOptions,
  toToolName,
  withStableSuffix,
} from './toolName';
import type { Tool } from './types';

/** Names that collide all get a suffix, so that none depends on the order. */
export function toUniqueNames(
  actions: readonly NamedAction[],
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

/** Resolves the listed name of each tool, and what else its action is called. */
export function createIndex(
  actions: readonly NamedAction[],
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
