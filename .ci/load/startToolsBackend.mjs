import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startBackend } from '../harness/startBackend.mjs';

const BACKEND = fileURLToPath(new URL('./backend.cjs', import.meta.url));
const SETTLE_MS = 15_000;
const POLL_MS = 200;

/**
 * Starts a backend with some tools that says what it holds.
 *
 * @param crowd - plugins beside the one that is called
 * @param settings - as for `startBackend`
 */
export async function startToolsBackend({ crowd = [], ...settings } = {}) {
  const { config, ...others } = settings;
  const pluginSources = ['tools', ...crowd.map(({ id }) => id)];
  const backend = await startBackend(BACKEND, {
    ...others,
    config: {
      ...config,
      backend: { actions: { pluginSources }, ...config?.backend },
    },
    options: { crowd },
  });
  const state = () => backend.ask('state');
  return {
    ...backend,
    /**
     * Memory after garbage collection, handles, streams, calls, log lines; and
     * CPU, before and after it was asked.
     */
    state,
    /** For how long the event loop stood at most since the last time, in ms. */
    stand: async () => (await backend.ask('stand')).ms,
    /** The state once there are no more handles, streams and calls than before. */
    async settled(before) {
      const end = Date.now() + SETTLE_MS;
      let now = await state();
      while (leftovers(now, before).length > 0 && Date.now() < end) {
        await setTimeout(POLL_MS);
        now = await state();
      }
      return now;
    },
  };
}

/** What there is more of than before, in words. */
export function leftovers(now, before) {
  const were = { ...before.handles, ...before.activity };
  return Object.entries({ ...now.handles, ...now.activity })
    .filter(([kind, count]) => count > (were[kind] ?? 0))
    .map(([kind, count]) => `${kind} ${were[kind] ?? 0} -> ${count}`);
}
