import type { ActionList } from './ActionLists';
import type { RememberedList } from './RememberedLists';

/** How long a plugin stays listed that lists nothing any more. */
export const MAX_SILENCE_MS = 5 * 60 * 1000;

/**
 * The plugins that listed actions a while ago and list none now: when each of them
 * last did, by plugin id.
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
