import { setTimeout } from 'node:timers/promises';
import {
  type CacheService,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import type { JsonObject, JsonValue } from '@backstage/types';
import { fakeIntervals } from '../__testUtils__/fakeIntervals';
import {
  callOf,
  messageOf,
  newUser,
  postMessage,
} from '../__testUtils__/postMessage';
import {
  type SlowBackend,
  startSlowBackend,
} from '../__testUtils__/slowActions';
import { until } from '../__testUtils__/until';

const QUICK_TOOL = 'sample_tell_caller';
/** A cache in the network; Redis takes less, and more when it is far away. */
const CACHE_DELAY_MS = 20;

describe('calls counted in the cache', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  const start = (cache: CacheService) =>
    startSlowBackend({ limits: { callsPerMinute: 3, store: 'cache' } }, [
      createServiceFactory({
        service: coreServices.cache,
        deps: {},
        factory: () => cache,
      }),
    ]);

  async function callAt(backend: SlowBackend, as: string) {
    const response = await postMessage(backend.url, callOf(QUICK_TOOL), { as });
    const { result } = await messageOf(response);
    return result.isError ? 'refused' : 'answered';
  }

  it('are those of all replicas together, without names of people', async () => {
    const { cache, entries } = createMapCache();
    const first = await start(cache);
    const second = await start(cache);
    const ends = [];
    for (const backend of [first, second, first, second, first]) {
      ends.push(await callAt(backend, 'user:default/jane'));
    }
    expect(ends).toEqual([
      'answered',
      'answered',
      'answered',
      'refused',
      'refused',
    ]);
    expect(await callAt(second, 'user:default/ann')).toBe('answered');
    expect(entries.size).toBe(2);
    expect(JSON.stringify([...entries])).not.toContain('jane');
    await Promise.all([first.stop(), second.stop()]);
  });

  it('are exact within a burst on one replica', async () => {
    const backend = await start(createMapCache().cache);
    const as = newUser();
    const burst = Array.from({ length: 10 }, () => callAt(backend, as));
    const ends = await Promise.all(burst);
    await backend.stop();
    expect(ends.filter(end => end === 'answered')).toHaveLength(3);
  });

  it.each<[how: string, broken: Partial<CacheService>]>([
    [
      'fails',
      {
        get: async () => {
          throw new Error('connect ECONNREFUSED cache:6379');
        },
      },
    ],
    ['forgets', { get: async () => undefined }],
    ['does not answer', { get: () => new Promise(() => {}) }],
  ])('are those of the process while the cache %s', async (_, broken) => {
    const backend = await start({ ...createMapCache().cache, ...broken });
    const as = newUser();
    const burst = Array.from({ length: 10 }, () => callAt(backend, as));
    const ends = await Promise.all(burst);
    expect(ends.filter(end => end === 'answered')).toHaveLength(3);
    expect(ends.filter(end => end === 'refused')).toHaveLength(7);
    await backend.stop();
  });

  it('are told in the stream when that began before the cache answered', async () => {
    const shared = createMapCache();
    const first = await start(shared.cache);
    const as = newUser();
    for (let i = 0; i < 3; i++) {
      expect(await callAt(first, as)).toBe('answered');
    }
    let answer: (() => void) | undefined;
    const second = await start({
      ...shared.cache,
      async get(key) {
        await new Promise<void>(resolve => {
          answer = resolve;
        });
        return shared.cache.get(key);
      },
    });
    fakeIntervals();
    const call = postMessage(second.url, callOf(QUICK_TOOL, 'a'), { as });
    await until(() => answer !== undefined);
    jest.advanceTimersByTime(15_000);
    const response = await call;
    answer!();
    expect(response.status).toBe(200);
    expect(response.headers.get('retry-after')).toBeNull();
    expect(await messageOf(response)).toMatchObject({
      id: 'a',
      result: {
        isError: true,
        content: [{ text: expect.stringMatching(/^TooManyCallsError: /) }],
      },
    });
    await Promise.all([first.stop(), second.stop()]);
  });
});

/** A cache service that two backends can share. */
function createMapCache() {
  const entries = new Map<string, JsonValue>();
  const cache: CacheService = {
    async get<T extends JsonValue>(key: string) {
      await setTimeout(CACHE_DELAY_MS);
      return entries.get(key) as T | undefined;
    },
    set: async (key, value) => {
      await setTimeout(CACHE_DELAY_MS);
      entries.set(key, value as JsonObject);
    },
    delete: async key => {
      entries.delete(key);
    },
    withOptions: () => cache,
  };
  return { cache, entries };
}
