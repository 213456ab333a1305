import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import type { ActionList, ListOptions } from '../actions/ActionLists';
import { ToolCatalogs } from '../catalog/ToolCatalogs';
import { callContext } from '../__testUtils__/callContext';
import { sampleAction } from '../__testUtils__/sampleAction';
import { NO_REQUEST_FILTER, type RequestFilter } from '../tools/requestFilter';
import type { CallContext, ToolServer } from '../tools/types';
import { VisibleTools } from './VisibleTools';

const GET = sampleAction('catalog:get');
const OLD: ActionList = [GET, sampleAction('catalog:put')];
const NEW: ActionList = [...OLD, sampleAction('catalog:new')];
const NOBODY: ActionList[] = [];

const SERVER: ToolServer = {
  key: 'default',
  filter: { include: [], exclude: [] },
};

interface Known {
  /** The caller's own list, if it is remembered. */
  own?: ActionList;
  others?: ActionList[];
  fresh?: ActionList;
}

function visibleTools({ own, others = NOBODY, fresh = NEW }: Known) {
  const list = jest.fn(
    async (_: unknown, { waitForFresh }: ListOptions = {}) =>
      waitForFresh || !own ? fresh : own,
  );
  const catalogs = ToolCatalogs.create({ logger: mockServices.logger.mock() });
  others.forEach(actions => catalogs.of(actions, SERVER));
  const tools = VisibleTools.create({
    lists: { list, known: () => own, everyones: () => others },
    catalogs,
    pluginSources: () => ['catalog'],
    explainEmptyList: async () => undefined,
  });
  const contextOf = (
    requestFilter: Partial<RequestFilter> = {},
    given: Partial<CallContext> = {},
  ) =>
    callContext({
      server: SERVER,
      requestFilter:
        Object.keys(requestFilter).length > 0
          ? { ...NO_REQUEST_FILTER, ...requestFilter }
          : NO_REQUEST_FILTER,
      ...given,
    });
  const find = async (
    name: string,
    requestFilter?: Partial<RequestFilter>,
    given?: Partial<CallContext>,
  ) => {
    const found = await tools.find(contextOf(requestFilter, given), name);
    return 'nearest' in found ? 'unknown' : found.tool.actionId;
  };
  const listed = async (requestFilter?: Partial<RequestFilter>) =>
    (await tools.list(contextOf(requestFilter))).map(({ name }) => name);
  return { tools, find, listed, list, contextOf };
}

describe('VisibleTools', () => {
  describe('finds a tool', () => {
    it.each<{ where: string; known: Known; name: string }>([
      {
        where: 'in the list of the caller',
        known: { own: OLD },
        name: 'catalog_get',
      },
      {
        where: 'in the list of others, for a caller without a list',
        known: { others: [OLD] },
        name: 'catalog_get',
      },
      {
        where: 'in lists of others that agree',
        known: { others: [OLD, [GET]] },
        name: 'get',
      },
    ])('$where, without a request', async ({ known, name }) => {
      const { find, list } = visibleTools(known);
      expect(await find(name)).toBe('catalog:get');
      expect(list).not.toHaveBeenCalled();
    });

    it.each<{ when: string; known: Known; name: string; actionId: string }>([
      {
        when: 'the list of the caller lacks it',
        known: { own: OLD },
        name: 'catalog_new',
        actionId: 'catalog:new',
      },
      {
        when: 'no list is remembered',
        known: {},
        name: 'catalog_get',
        actionId: 'catalog:get',
      },
      {
        when: 'no list has it',
        known: { others: [OLD] },
        name: 'catalog_new',
        actionId: 'catalog:new',
      },
      {
        when: 'the name means two actions in the lists of others',
        known: { others: [[GET], [sampleAction('search:get')]] },
        name: 'get',
        actionId: 'catalog:get',
      },
      {
        when: 'only the lists of others have it',
        known: { own: [GET], others: [NEW], fresh: [GET] },
        name: 'catalog_new',
        actionId: 'unknown',
      },
    ])('in a fresh list when $when', async ({ known, name, actionId }) => {
      const { find, list } = visibleTools(known);
      expect(await find(name)).toBe(actionId);
      expect(list).toHaveBeenCalledTimes(1);
    });

    it.each<{
      of: string;
      requestFilter?: Partial<RequestFilter>;
      given?: Partial<CallContext>;
    }>([
      { of: 'with a filter', requestFilter: { readOnly: true } },
      {
        of: 'with a token that has access restrictions',
        given: {
          credentials: mockCredentials.service('external:ci', {
            permissionNames: [],
          }),
        },
      },
      {
        of: 'to another server',
        given: { server: { ...SERVER, key: 'other' } },
      },
    ])(
      "in the caller's own list for a request $of",
      async ({ requestFilter, given }) => {
        const { find, list } = visibleTools({ others: [OLD] });
        await find('catalog_get', requestFilter, given);
        expect(list).toHaveBeenCalledTimes(1);
      },
    );

    it('only if it lists it, whatever is remembered', async () => {
      const actions = fc.subarray([...NEW, sampleAction('search:get')]);
      await fc.assert(
        fc.asyncProperty(actions, actions, async (own, fresh) => {
          const { tools, contextOf } = visibleTools({ own, fresh });
          const names = (await tools.list(contextOf())).map(({ name }) => name);
          for (const { id } of [...own, ...fresh]) {
            const found = await tools.find(contextOf(), id);
            const isOwn = [...own, ...fresh].some(action => action.id === id);
            expect('nearest' in found).toBe(!isOwn);
          }
          for (const name of names) {
            expect(await tools.find(contextOf(), name)).toHaveProperty('tool');
          }
        }),
        { numRuns: 50 },
      );
    });
  });

  describe('with a request filter', () => {
    it("accepts a tool that is newer than the caller's list", async () => {
      const { listed } = visibleTools({ own: OLD });
      expect(await listed({ excludedTools: ['catalog_new'] })).toEqual([
        'catalog_get',
        'catalog_put',
      ]);
    });

    it('refuses a name that a new list lacks, too', async () => {
      const { listed, list } = visibleTools({ own: OLD });
      await expect(
        listed({ excludedTools: ['catalog_nwe'] }),
      ).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringContaining('catalog_nwe'),
      });
      expect(list).toHaveBeenCalledTimes(2);
    });

    it('refuses an exclusion that only the old list has, once a new list is fetched', async () => {
      const { find } = visibleTools({
        own: OLD,
        fresh: [sampleAction('catalog:new')],
      });
      await expect(
        find('catalog_new', { excludedTools: ['catalog_get'] }),
      ).rejects.toMatchObject({ name: 'InputError' });
    });

    it.each([{ known: { own: OLD } }, { known: { own: NEW } }])(
      'finds no tool that the request excludes',
      async ({ known }) => {
        const { find } = visibleTools(known);
        expect(
          await find('catalog_new', { excludedTools: ['catalog_new'] }),
        ).toBe('unknown');
      },
    );
  });

  it("suggests only the caller's own tools, without a request", () => {
    const { tools, list, contextOf } = visibleTools({
      own: OLD,
      others: [NEW],
    });
    expect(tools.nearest(contextOf(), 'catalog_new')).not.toContain(
      'catalog_new',
    );
    expect(tools.nearest(contextOf(), 'catalog_gte')[0]).toBe('catalog_get');
    expect(list).not.toHaveBeenCalled();
  });
});
