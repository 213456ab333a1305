import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  ActionsService,
  ActionsServiceAction,
} from '@backstage/backend-plugin-api/alpha';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { CachingActionsService } from './CachingActionsService';

const JANE = mockCredentials.user('user:default/jane');
const RAVI = mockCredentials.user('user:default/ravi');
const MINUTE_MS = 60_000;

function sampleAction(id: string): ActionsServiceAction {
  const [pluginId, name] = id.split(':');
  return {
    id,
    pluginId,
    name,
    title: name,
    description: name,
    schema: { input: { type: 'object' }, output: {} },
    attributes: { readOnly: true, destructive: false, idempotent: true },
  };
}

/** A service that lists what it is told to, and counts how often it is asked. */
function sampleService(...ids: string[]) {
  const state = {
    ids,
    failure: undefined as Error | undefined,
    listings: [] as BackstageCredentials[],
  };
  const actions: ActionsService = {
    async list({ credentials }) {
      state.listings.push(credentials);
      if (state.failure) {
        throw state.failure;
      }
      return { actions: state.ids.map(sampleAction) };
    },
    async invoke() {
      return { output: 'invoked' };
    },
  };
  const logger = mockServices.logger.mock();
  const caching = CachingActionsService.create({
    actions,
    ttlMs: 10_000,
    logger,
  });
  const idsFor = async (credentials: BackstageCredentials) => {
    const listed = await caching.list({ credentials });
    return listed.actions.map(({ id }) => id);
  };
  return { state, caching, logger, idsFor };
}

describe('CachingActionsService', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
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
    const first = await caching.list({ credentials: JANE });
    const second = await caching.list({ credentials: JANE });
    expect(second.actions).toBe(first.actions);
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
    for (let number = 0; number < 1_000; number += 1) {
      await idsFor(mockCredentials.user(`user:default/user-${number}`));
    }
    await idsFor(JANE);
    expect(state.listings).toHaveLength(1_002);
  });

  it('passes every call on', async () => {
    const { caching } = sampleService('catalog:get-entity');
    await expect(
      caching.invoke({ id: 'catalog:get-entity', credentials: JANE }),
    ).resolves.toEqual({ output: 'invoked' });
  });
});
