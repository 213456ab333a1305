import { getEventListeners } from 'node:events';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import fc from 'fast-check';
import { sampleAction } from '../__testUtils__/sampleAction';
import { viewKeyOf } from '../tools/callerKeys';
import { CachedActionLists } from './CachedActionLists';

const JANE = mockCredentials.user('user:default/jane');
const RAVI = mockCredentials.user('user:default/ravi');
const MINUTE_MS = 60_000;

/** What the edge makes of these credentials. */
function viewerOf(credentials: BackstageCredentials) {
  return { credentials, viewKey: viewKeyOf(credentials) };
}

/** A service that lists what it is told to, and counts how often it is asked. */
function sampleService(...ids: string[]) {
  const state = {
    ids,
    failure: undefined as Error | undefined,
    description: undefined as string | undefined,
    /** Whether lists wait until they may go on. */
    hangs: false,
    listings: [] as BackstageCredentials[],
  };
  const hanging: Array<() => void> = [];
  const actions: Pick<ActionsService, 'list'> = {
    async list({ credentials }) {
      state.listings.push(credentials);
      if (state.hangs) {
        await new Promise<void>(resolve => hanging.push(resolve));
      }
      if (state.failure) {
        throw state.failure;
      }
      const { description } = state;
      return {
        actions: state.ids.map(id => ({
          ...sampleAction(id),
          ...(description && { description }),
        })),
      };
    },
  };
  const logger = mockServices.logger.mock();
  const caching = CachedActionLists.create({
    actions,
    ttlMs: 10_000,
    logger,
  });
  const idsFor = async (credentials: BackstageCredentials) => {
    const listed = await caching.list(viewerOf(credentials));
    return listed.map(({ id }) => id);
  };
  /** Has the list of Jane fetched again. */
  const refresh = async () => {
    await jest.advanceTimersByTimeAsync(11_000);
    await caching.list(viewerOf(JANE));
    await jest.advanceTimersByTimeAsync(1);
  };
  const goOn = () => hanging.forEach(resolve => resolve());
  return { state, caching, logger, idsFor, refresh, goOn };
}

/** The fake timers leave this one out. */
function fakeAbortTimeouts() {
  const signals: AbortSignal[] = [];
  jest.spyOn(AbortSignal, 'timeout').mockImplementation(ms => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), ms);
    signals.push(controller.signal);
    return controller.signal;
  });
  return signals;
}

async function listForOthers(
  list: (credentials: BackstageCredentials) => Promise<unknown>,
  count: number,
): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    await list(mockCredentials.user(`user:default/user-${number}`));
  }
}

describe('CachedActionLists', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('asks once while the list is fresh', async () => {
    const { state, idsFor } = sampleService('catalog:get-entity');
    expect(await idsFor(JANE)).toEqual(['catalog:get-entity']);
    expect(await idsFor(JANE)).toEqual(['catalog:get-entity']);
    expect(state.listings).toHaveLength(1);
  });

  it('gives the same list while it is fresh, so that others can build on it', async () => {
    const { caching } = sampleService('catalog:get-entity');
    const first = await caching.list(viewerOf(JANE));
    const second = await caching.list(viewerOf(JANE));
    expect(second).toBe(first);
  });

  it('has one fetch in flight for a principal', async () => {
    const { state, idsFor } = sampleService('catalog:get-entity');
    await Promise.all([idsFor(JANE), idsFor(JANE), idsFor(JANE)]);
    expect(state.listings).toHaveLength(1);
  });

  it('tells no principal what another was told', async () => {
    const { state, idsFor } = sampleService('catalog:delete-entity');
    await idsFor(JANE);
    state.ids = [];
    expect(await idsFor(RAVI)).toEqual([]);
    expect(await idsFor(JANE)).toEqual(['catalog:delete-entity']);
  });

  it.each([
    [
      'services of different restrictions',
      mockCredentials.service('external:ci'),
      mockCredentials.service('external:ci', {
        permissionAttributes: { action: ['read'] },
      }),
    ],
    [
      'a user and a service of the same name',
      mockCredentials.user('user:default/jane'),
      mockCredentials.service('user:default/jane'),
    ],
  ])('keeps %s apart', async (_, one, other) => {
    const { state, idsFor } = sampleService('catalog:delete-entity');
    await idsFor(one);
    state.ids = [];
    expect(await idsFor(other)).toEqual([]);
  });

  it('answers the old list while it fetches a new one', async () => {
    const { state, idsFor } = sampleService('catalog:get-entity');
    await idsFor(JANE);
    state.ids = ['catalog:get-entity', 'catalog:query-entities'];
    jest.advanceTimersByTime(11_000);
    expect(await idsFor(JANE)).toEqual(['catalog:get-entity']);
    await jest.advanceTimersByTimeAsync(1);
    expect(await idsFor(JANE)).toEqual([
      'catalog:get-entity',
      'catalog:query-entities',
    ]);
    expect(state.listings).toHaveLength(2);
  });

  it('waits for a new list when the old one is too old', async () => {
    const { state, idsFor } = sampleService('catalog:get-entity');
    await idsFor(JANE);
    state.ids = ['catalog:query-entities'];
    jest.advanceTimersByTime(16 * MINUTE_MS);
    expect(await idsFor(JANE)).toEqual(['catalog:query-entities']);
  });

  it('keeps the actions of a plugin that falls silent, for a while', async () => {
    const { state, idsFor, logger } = sampleService(
      'catalog:get-entity',
      'search:query',
    );
    await idsFor(JANE);
    state.ids = ['catalog:get-entity'];
    const ask = async () => {
      await idsFor(JANE);
      await jest.advanceTimersByTimeAsync(1);
      return idsFor(JANE);
    };
    for (let minute = 1; minute < 5; minute += 1) {
      jest.advanceTimersByTime(MINUTE_MS);
      expect(await ask()).toEqual(['catalog:get-entity', 'search:query']);
    }
    jest.advanceTimersByTime(2 * MINUTE_MS);
    expect(await ask()).toEqual(['catalog:get-entity']);
    expect(logger.warn.mock.calls[0]).toEqual([
      'search lists no actions any more; those it had stay listed for up to 5 minutes',
    ]);
  });

  it('falls back on what it knows when the list cannot be had', async () => {
    const { state, idsFor, logger } = sampleService('catalog:get-entity');
    await idsFor(JANE);
    state.failure = new Error('connect ECONNREFUSED');
    jest.advanceTimersByTime(MINUTE_MS);
    await idsFor(JANE);
    await jest.advanceTimersByTimeAsync(1);
    expect(await idsFor(JANE)).toEqual(['catalog:get-entity']);
    expect(logger.warn).toHaveBeenCalledWith(
      'The actions could not be listed',
      new Error('connect ECONNREFUSED'),
    );
  });

  it('throws when the list cannot be had and nothing is known, and asks again', async () => {
    const { state, idsFor } = sampleService('catalog:get-entity');
    state.failure = new Error('connect ECONNREFUSED');
    await expect(idsFor(JANE)).rejects.toThrow('connect ECONNREFUSED');
    state.failure = undefined;
    expect(await idsFor(JANE)).toEqual(['catalog:get-entity']);
  });

  it('fetches with the credentials of who asks, since the first may have expired', async () => {
    const { state, idsFor } = sampleService('catalog:get-entity');
    const renewed = mockCredentials.user('user:default/jane');
    await idsFor(JANE);
    jest.advanceTimersByTime(6 * MINUTE_MS);
    await idsFor(renewed);
    expect(state.listings[1]).toBe(renewed);
  });

  it('forgets everything when told to', async () => {
    const { state, caching, idsFor } = sampleService('catalog:get-entity');
    await idsFor(JANE);
    caching.clear();
    await idsFor(JANE);
    expect(state.listings).toHaveLength(2);
  });

  it('forgets the principal that was not seen for longest', async () => {
    const { state, idsFor } = sampleService('catalog:get-entity');
    await idsFor(JANE);
    await listForOthers(idsFor, 10_000);
    await idsFor(JANE);
    expect(state.listings).toHaveLength(10_002);
  });

  it('gives the same list as long as it is equal, however often it is fetched', async () => {
    const { state, caching, refresh } = sampleService('catalog:get-entity');
    const first = await caching.list(viewerOf(JANE));
    await refresh();
    const second = await caching.list(viewerOf(JANE));
    expect(state.listings).toHaveLength(2);
    expect(second).toBe(first);
  });

  it.each([
    ['an action more', ['catalog:get-entity', 'catalog:query-entities']],
    ['another action of the same plugin', ['catalog:query-entities']],
    [
      'the same actions in another order',
      ['search:query', 'catalog:get-entity'],
    ],
  ])('gives a new list when there is %s', async (_, ids) => {
    const { state, caching, refresh } = sampleService(
      ...(ids.includes('search:query')
        ? ['catalog:get-entity', 'search:query']
        : ['catalog:get-entity']),
    );
    const first = await caching.list(viewerOf(JANE));
    state.ids = ids;
    await refresh();
    const second = await caching.list(viewerOf(JANE));
    expect(second.map(({ id }) => id)).toEqual(ids);
    expect(second).not.toBe(first);
  });

  it('gives one list to principals that see the same, so that others build on it once', async () => {
    const { state, caching } = sampleService('catalog:get-entity');
    const john = mockCredentials.user('user:default/john');
    const one = await caching.list(viewerOf(JANE));
    const other = await caching.list(viewerOf(RAVI));
    state.ids = ['catalog:query-entities'];
    const different = await caching.list(viewerOf(john));
    expect(other).toBe(one);
    expect(different).not.toBe(one);
  });

  describe('while a plugin hangs', () => {
    let timeouts: AbortSignal[];

    beforeEach(() => {
      timeouts = fakeAbortTimeouts();
    });

    it('refuses a principal without a list after 15 s', async () => {
      const { state, idsFor } = sampleService('catalog:get-entity');
      state.hangs = true;
      const settled = jest.fn();
      const listed = idsFor(JANE);
      listed.then(settled, settled);

      await jest.advanceTimersByTimeAsync(14_999);
      expect(settled).not.toHaveBeenCalled();
      await jest.advanceTimersByTimeAsync(1);

      await expect(listed).rejects.toEqual(
        new ServiceUnavailableError(
          'The plugins did not list their actions within 15 s. Try again later',
        ),
      );
    });

    it('has no timeout that keeps a list in memory once it is there', async () => {
      const { idsFor } = sampleService('catalog:get-entity');
      await idsFor(JANE);
      expect(
        timeouts.map(signal => getEventListeners(signal, 'abort')),
      ).toEqual([[]]);
    });

    it('remembers a list that comes after that', async () => {
      const { state, idsFor, goOn } = sampleService('catalog:get-entity');
      state.hangs = true;
      const listed = idsFor(JANE).catch(() => 'refused');
      await jest.advanceTimersByTimeAsync(15_000);
      expect(await listed).toBe('refused');

      goOn();
      await jest.advanceTimersByTimeAsync(1);

      expect(await idsFor(JANE)).toEqual(['catalog:get-entity']);
      expect(state.listings).toHaveLength(1);
    });

    it('waits with one fetch, however often a principal asks', async () => {
      const { state, idsFor, goOn } = sampleService('catalog:get-entity');
      state.hangs = true;
      const first = idsFor(JANE).catch(() => 'refused');
      await jest.advanceTimersByTimeAsync(15_000);
      await first;
      const second = idsFor(JANE);
      goOn();

      expect(await second).toEqual(['catalog:get-entity']);
      expect(state.listings).toHaveLength(1);
    });

    it('does not hold up a principal that has a list', async () => {
      const { state, idsFor } = sampleService('catalog:get-entity');
      await idsFor(JANE);
      state.hangs = true;
      for (let minute = 1; minute < 15; minute += 1) {
        await jest.advanceTimersByTimeAsync(MINUTE_MS);
        expect(await idsFor(JANE)).toEqual(['catalog:get-entity']);
      }
      expect(state.listings).toHaveLength(2);
    });

    it('holds up nobody else who has no list', async () => {
      const { state, idsFor } = sampleService('catalog:get-entity');
      state.hangs = true;
      void idsFor(JANE).catch(() => {});
      state.hangs = false;

      expect(await idsFor(RAVI)).toEqual(['catalog:get-entity']);
    });

    it('leaves nothing unhandled when the list fails after that', async () => {
      const { state, idsFor, goOn } = sampleService('catalog:get-entity');
      state.hangs = true;
      state.failure = new Error('connect ECONNREFUSED');
      const listed = idsFor(JANE).catch(() => 'refused');
      await jest.advanceTimersByTimeAsync(15_000);
      goOn();
      await jest.advanceTimersByTimeAsync(1);
      state.failure = undefined;
      state.hangs = false;

      expect(await listed).toBe('refused');
      expect(await idsFor(JANE)).toEqual(['catalog:get-entity']);
    });
  });

  it('knows the lists of 1,000 principals for fifteen minutes, each content once', async () => {
    const { state, caching, idsFor } = sampleService('catalog:get-entity');
    state.description = 'x'.repeat(80_000);
    await listForOthers(idsFor, 1_000);
    await jest.advanceTimersByTimeAsync(14 * MINUTE_MS);
    await listForOthers(
      async credentials =>
        expect(caching.known(viewerOf(credentials))).toHaveLength(1),
      1_000,
    );
    expect([...caching.everyones()]).toHaveLength(1);
    expect(state.listings).toHaveLength(1_000);
  });

  describe('for who waits for a fresh list', () => {
    const freshIds = async (caching: CachedActionLists) => {
      const listed = await caching.list(viewerOf(JANE), { waitForFresh: true });
      return listed.map(({ id }) => id);
    };

    it('has a tool that another replica has known for a moment', async () => {
      const { state, caching, idsFor } = sampleService('catalog:get-entity');
      await idsFor(JANE);
      state.ids = ['catalog:get-entity', 'catalog:new'];
      await jest.advanceTimersByTimeAsync(1_000);

      expect(await freshIds(caching)).toEqual(state.ids);
    });

    it('asks the plugins at most once a second, whatever is asked', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat({ max: 700 }), { minLength: 1, maxLength: 30 }),
          async pauses => {
            const { state, caching, idsFor } = sampleService('catalog:get');
            await idsFor(JANE);
            const started = Date.now();
            for (const pause of pauses) {
              await jest.advanceTimersByTimeAsync(pause);
              await Promise.all([freshIds(caching), freshIds(caching)]);
            }
            const seconds = Math.floor((Date.now() - started) / 1_000);
            expect(state.listings.length).toBeLessThanOrEqual(seconds + 1);
          },
        ),
        { numRuns: 50 },
      );
    });

    it('does not take a fetch for fresh that was under way for longer', async () => {
      const { state, caching, idsFor, goOn } = sampleService('catalog:get');
      await idsFor(JANE);
      await jest.advanceTimersByTimeAsync(11_000);
      state.hangs = true;
      await idsFor(JANE);
      await jest.advanceTimersByTimeAsync(2_000);
      const fresh = freshIds(caching);
      state.hangs = false;
      goOn();
      await fresh;

      expect(state.listings).toHaveLength(3);
    });

    it('falls back on what it knows when a plugin hangs', async () => {
      fakeAbortTimeouts();
      const { state, caching, idsFor } = sampleService('catalog:get');
      await idsFor(JANE);
      await jest.advanceTimersByTimeAsync(2_000);
      state.hangs = true;
      const fresh = freshIds(caching);
      await jest.advanceTimersByTimeAsync(15_000);

      expect(await fresh).toEqual(['catalog:get']);
    });
  });

  it('knows the list of a principal without asking anybody, until it is 15 minutes old', async () => {
    const { state, caching, idsFor } = sampleService('catalog:get-entity');
    expect(caching.known(viewerOf(JANE))).toBeUndefined();
    await idsFor(JANE);
    await jest.advanceTimersByTimeAsync(15 * MINUTE_MS - 1);
    expect(caching.known(viewerOf(JANE))).toHaveLength(1);
    expect(caching.known(viewerOf(RAVI))).toBeUndefined();

    await jest.advanceTimersByTimeAsync(1);
    expect(caching.known(viewerOf(JANE))).toBeUndefined();
    expect(state.listings).toEqual([JANE]);
  });

  it('answers a list that was forgotten while it was on its way', async () => {
    const { state, caching, idsFor, goOn } =
      sampleService('catalog:get-entity');
    state.hangs = true;
    const waiting = idsFor(JANE);
    caching.clear();

    goOn();
    expect(await waiting).toEqual(['catalog:get-entity']);
  });

  it('does not remember a list that was on its way when the configuration changed', async () => {
    const { state, caching, idsFor, goOn } =
      sampleService('catalog:get-entity');
    state.hangs = true;
    const waiting = idsFor(JANE);
    caching.clear();
    state.hangs = false;
    goOn();
    await waiting;
    state.ids = [];

    expect(await idsFor(JANE)).toEqual([]);
  });
});
