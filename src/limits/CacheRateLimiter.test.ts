import type { CacheService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import {
  CacheRateLimiter,
  type CacheRateLimiterOptions,
} from './CacheRateLimiter';

const START = new Date('2030-01-01T00:00:00Z');

/** A store that keeps JSON, as Redis does, and records what it is given. */
function sampleCache() {
  const entries = new Map<string, string>();
  const cache = mockServices.cache.mock({
    get: async key => JSON.parse(entries.get(key) ?? 'null') ?? undefined,
    set: async (key, value) => {
      entries.set(key, JSON.stringify(value));
    },
  });
  return { cache, entries };
}

/** Two calls in a minute, unless told otherwise. */
function limiterOver(
  cache: CacheService,
  given: Partial<CacheRateLimiterOptions> = {},
) {
  const limits = { keyPrefix: 'calls', points: 2, duration: 60, ...given };
  return CacheRateLimiter.create({
    ...limits,
    cache,
    local: new RateLimiterMemory(limits),
    ...given,
  });
}

/** What each of so many calls comes to: the points that are left, or a refusal. */
async function consume(
  limiter: Pick<RateLimiterMemory, 'consume'>,
  key: string,
  times: number,
) {
  const outcomes: Array<number | 'refused'> = [];
  for (let call = 0; call < times; call += 1) {
    outcomes.push(
      await limiter.consume(key).then(
        ({ remainingPoints }) => remainingPoints,
        refusal => {
          expect(refusal).toBeInstanceOf(RateLimiterRes);
          return 'refused';
        },
      ),
    );
  }
  return outcomes;
}

describe('CacheRateLimiter', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: START });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('refuses the call that is one too many, and those after it', async () => {
    const limiter = limiterOver(sampleCache().cache);

    expect(await consume(limiter, 'jane', 4)).toEqual([
      1,
      0,
      'refused',
      'refused',
    ]);
  });

  it('counts for each key of its own', async () => {
    const limiter = limiterOver(sampleCache().cache);
    await consume(limiter, 'jane', 2);

    expect(await consume(limiter, 'ravi', 1)).toEqual([1]);
  });

  it('counts for each prefix of its own', async () => {
    const { cache } = sampleCache();
    await consume(limiterOver(cache), 'jane', 2);
    const other = limiterOver(cache, { keyPrefix: 'destructive-calls' });

    expect(await consume(other, 'jane', 1)).toEqual([1]);
  });

  it('shares the counts of one cache with other replicas', async () => {
    const { cache } = sampleCache();
    await consume(limiterOver(cache), 'jane', 1);

    expect(await consume(limiterOver(cache), 'jane', 2)).toEqual([
      0,
      'refused',
    ]);
  });

  it('says how long to wait, and how many calls there were', async () => {
    const limiter = limiterOver(sampleCache().cache);
    await consume(limiter, 'jane', 2);
    jest.setSystemTime(START.getTime() + 12_500);

    await expect(limiter.consume('jane')).rejects.toMatchObject({
      remainingPoints: 0,
      consumedPoints: 3,
      msBeforeNext: 47_500,
    });
  });

  it.each([
    { afterMs: 59_999, outcome: 'refused' },
    { afterMs: 60_000, outcome: 1 },
  ])(
    'answers $outcome $afterMs ms after the first call',
    async ({ afterMs, outcome }) => {
      const limiter = limiterOver(sampleCache().cache);
      await consume(limiter, 'jane', 2);

      jest.setSystemTime(START.getTime() + afterMs);

      expect(await consume(limiter, 'jane', 1)).toEqual([outcome]);
    },
  );

  it('has one window from its first call, however often it is asked', async () => {
    const limiter = limiterOver(sampleCache().cache);
    await consume(limiter, 'jane', 2);
    jest.setSystemTime(START.getTime() + 50_000);
    await consume(limiter, 'jane', 5);
    jest.setSystemTime(START.getTime() + 60_000);

    expect(await consume(limiter, 'jane', 1)).toEqual([1]);
  });

  it('lets the store forget a count when its window ends', async () => {
    const { cache } = sampleCache();
    const limiter = limiterOver(cache);
    await consume(limiter, 'jane', 1);
    jest.setSystemTime(START.getTime() + 20_000);
    await consume(limiter, 'jane', 1);

    expect(cache.set.mock.calls.map(([, , options]) => options)).toEqual([
      { ttl: 60_000 },
      { ttl: 40_000 },
    ]);
  });

  it('keeps the names of principals from the store', async () => {
    const { cache, entries } = sampleCache();
    await consume(limiterOver(cache), 'user:default/jane', 1);

    expect([...entries.keys()]).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
    expect(JSON.stringify([...entries])).not.toContain('jane');
  });

  it.each(['get', 'set'] as const)(
    'counts for itself while %s of the cache fails',
    async method => {
      const { cache } = sampleCache();
      const limiter = limiterOver(cache);
      cache[method].mockRejectedValue(new Error('connect ECONNREFUSED'));

      expect(await consume(limiter, 'jane', 3)).toEqual([1, 0, 'refused']);
    },
  );

  it('goes back to the cache when that works again', async () => {
    const { cache } = sampleCache();
    const limiter = limiterOver(cache);
    cache.get.mockRejectedValueOnce(new Error('connect ECONNREFUSED'));
    await consume(limiter, 'jane', 1);

    expect(await consume(limiter, 'jane', 1)).toEqual([1]);
    expect(cache.set).toHaveBeenCalledTimes(1);
  });
});
