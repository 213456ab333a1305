import { mockServices } from '@backstage/backend-test-utils';
import { CallRates } from './CallRates';

const START = new Date('2030-01-01T00:00:00Z');

/** A cache that works until it is made to fail. */
function sampleCache() {
  const entries = new Map<string, any>();
  return mockServices.cache.mock({
    get: async key => entries.get(key),
    set: async (key, value) => {
      entries.set(key, value);
    },
  });
}

/** The seconds to wait that each call returns. */
async function waits(count: () => Promise<number | undefined>, times: number) {
  const seconds: Array<number | undefined> = [];
  for (let call = 0; call < times; call += 1) {
    seconds.push(await count());
  }
  return seconds;
}

describe.each([
  { store: 'this process', cacheOf: () => undefined },
  { store: 'the cache', cacheOf: sampleCache },
])('CallRates, counting in $store', ({ cacheOf }) => {
  beforeEach(() => {
    jest.useFakeTimers({ now: START });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  function ratesOf(callsPerMinute: number, destructiveCallsPerMinute: number) {
    return CallRates.create({
      callsPerMinute,
      destructiveCallsPerMinute,
      cache: cacheOf(),
    });
  }

  it.each([
    { kind: 'calls', count: 'countCall' as const, rates: [2, 0] },
    {
      kind: 'destructive calls',
      count: 'countDestructiveCall' as const,
      rates: [0, 2],
    },
  ])(
    'allows the configured number of $kind in a minute',
    async ({ count, rates }) => {
      const [calls, destructive] = rates;
      const counted = ratesOf(calls, destructive);

      expect(await waits(() => counted[count]('jane'), 4)).toEqual([
        undefined,
        undefined,
        60,
        60,
      ]);
    },
  );

  it('counts the two kinds separately', async () => {
    const rates = ratesOf(2, 1);
    await rates.countCall('jane');

    expect(await waits(() => rates.countDestructiveCall('jane'), 2)).toEqual([
      undefined,
      60,
    ]);
    expect(await waits(() => rates.countCall('jane'), 2)).toEqual([
      undefined,
      60,
    ]);
  });

  it('counts per principal', async () => {
    const rates = ratesOf(1, 1);
    await waits(() => rates.countCall('jane'), 2);

    expect(await rates.countCall('ravi')).toBeUndefined();
  });

  it.each(['countCall', 'countDestructiveCall'] as const)(
    'treats 0 as no limit: %s',
    async count => {
      const rates = ratesOf(0, 0);

      expect(await waits(() => rates[count]('jane'), 100)).toEqual(
        Array(100).fill(undefined),
      );
    },
  );

  it.each([
    { afterMs: 18_000, wait: 42 },
    { afterMs: 18_500, wait: 42 },
    { afterMs: 59_999, wait: 1 },
    { afterMs: 60_001, wait: undefined },
  ])('asks to wait $wait s after $afterMs ms', async ({ afterMs, wait }) => {
    const rates = ratesOf(1, 0);
    await rates.countCall('jane');

    await jest.advanceTimersByTimeAsync(afterMs);

    expect(await rates.countCall('jane')).toBe(wait);
  });
});

describe('CallRates', () => {
  it('shares counts through one cache', async () => {
    const cache = sampleCache();
    const limits = { callsPerMinute: 1, destructiveCallsPerMinute: 1 };
    const one = CallRates.create({ ...limits, cache });
    const other = CallRates.create({ ...limits, cache });

    expect(await one.countCall('jane')).toBeUndefined();
    expect(await other.countCall('jane')).toBeGreaterThan(0);
  });

  it('shares no counts without a cache', async () => {
    const limits = { callsPerMinute: 1, destructiveCallsPerMinute: 1 };
    const [one, other] = [CallRates.create(limits), CallRates.create(limits)];

    expect(await one.countCall('jane')).toBeUndefined();
    expect(await other.countCall('jane')).toBeUndefined();
  });

  it('still limits calls while the cache fails', async () => {
    const cache = mockServices.cache.mock({
      get: async () => {
        throw new Error('connect ECONNREFUSED');
      },
    });
    const rates = CallRates.create({
      callsPerMinute: 1,
      destructiveCallsPerMinute: 1,
      cache,
    });

    expect(await rates.countCall('jane')).toBeUndefined();
    expect(await rates.countCall('jane')).toBeGreaterThan(0);
  });
});
