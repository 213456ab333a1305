import type { ActionList } from './ActionLists';
import type { RememberedList } from './RememberedLists';

/** How long a plugin's actions stay listed after it stops listing them. */
export const MAX_SILENCE_MS = 5 * 60 * 1000;

/**
 * Finds plugins that used to list actions and now list none. Returns when each
 * of them last listed some, by plugin id.
 */
export function silentPlugins(
  listed: ActionList,
  known: RememberedList | undefined,
): Map<string, number> {
  const speaking = new Set(listed.map(({ pluginId }) => pluginId));
  const silent = new Map<string, number>();
  for (const { pluginId } of known?.actions ?? []) {
    if (known && !speaking.has(pluginId)) {
      silent.set(pluginId, known.silent.get(pluginId) ?? known.fetchedAt);
    }
  }
  const isOver = (seen: number) => Date.now() - seen >= MAX_SILENCE_MS;
  return new Map([...silent].filter(([, seen]) => !isOver(seen)));
}
