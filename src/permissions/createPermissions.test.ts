import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import fc from 'fast-check';
import { createActionLists } from '../actions/createActionLists';
import { ActionToolService } from '../core/ActionToolService';
import { ALLOW, anyDecision, DENY, onlyIf } from '../__testUtils__/anyDecision';
import { callContext } from '../__testUtils__/callContext';
import { rulesetOf } from '../__testUtils__/rulesetOf';
import { sampleAction } from '../__testUtils__/sampleAction';
import { NO_REQUEST_FILTER } from '../tools/requestFilter';
import type { CallContext, ToolServer } from '../tools/types';
import { createPermissions } from './createPermissions';
import { mcpToolConditions } from './mcpToolConditions';
import { mcpToolUsePermission } from './mcpToolUsePermission';

const ACTIONS = [
  sampleAction('catalog:get-entity'),
  sampleAction('catalog:get-entities'),
  sampleAction('catalog:delete-entity', {
    attributes: { readOnly: false, destructive: true, idempotent: true },
  }),
  sampleAction('search:get'),
  sampleAction('orders:put', {
    attributes: { readOnly: false, destructive: false, idempotent: false },
  }),
];
const NAMES = [
  'catalog_get_entity',
  'catalog_get_entities',
  'catalog_delete_entity',
  'search_get',
  'orders_put',
];

const SERVERS: ToolServer[] = [
  { key: 'default', filter: { include: [], exclude: [] } },
  { key: 'catalog', filter: { include: [{ id: 'catalog:*' }], exclude: [] } },
  {
    key: 'default',
    filter: { include: [], exclude: [{ attributes: { readOnly: false } }] },
  },
];

const JANE = mockCredentials.user('user:default/jane');
const RAVI = mockCredentials.user('user:default/ravi');

interface Setup {
  enabled?: boolean;
  ttlMs?: number;
}

function setUp({ enabled = true, ttlMs = 10_000 }: Setup = {}) {
  const logger = mockServices.logger.mock();
  const decided = new Map<unknown, PolicyDecision>();
  const ask = jest.fn(async (_: unknown, { credentials }: any) => [
    decided.get(credentials) ?? ALLOW,
  ]);
  const invoke = jest.fn(async () => ({ output: {} }));
  const list = jest.fn(async () => ({ actions: ACTIONS }));
  const pluginSources = () => ['catalog', 'search', 'orders'];
  const core = ActionToolService.create({
    actions: { invoke },
    logger,
    pluginSources,
    lists: createActionLists({
      actions: { list },
      pluginSources,
      ttlMs,
      logger,
      rootConfig: {},
    }),
    explainEmptyList: async () => undefined,
    coerceArguments: false,
  });
  const permissionsRegistry = mockServices.permissionsRegistry.mock({
    getPermissionRuleset: rulesetOf as never,
  });
  const permissions = createPermissions({
    config: {
      permissions: { enabled },
      cacheTtlMs: ttlMs,
      callTimeoutMs: 0,
    },
    permissions: mockServices.permissions.mock({
      authorizeConditional: ask as never,
    }),
    permissionsRegistry,
    rootConfig: {},
    tools: core,
  });
  const { tools } = permissions;
  const run = permissions.guard(tools.run);
  return {
    ...permissions,
    permissionsRegistry,
    core,
    decided,
    ask,
    invoke,
    async call(context: CallContext, name: string) {
      const found = await tools.find(context, name);
      return 'nearest' in found
        ? { status: 'unknown' as const, ...found }
        : run(context, found, {});
    },
    listed: async (context: CallContext) =>
      (await tools.list(context)).map(({ name }) => name),
  };
}

const contextOf = (
  credentials: CallContext['credentials'],
  given: Partial<CallContext> = {},
) => callContext({ credentials, server: SERVERS[0], ...given });

describe('createPermissions', () => {
  it('changes nothing when it is off', () => {
    const { tools, core, guard, permitsOf, permissionsRegistry } = setUp({
      enabled: false,
    });
    expect(tools).toBe(core);
    expect(guard(core.run)).toBe(core.run);
    expect(permitsOf).toBeUndefined();
    expect(permissionsRegistry.addResourceType).not.toHaveBeenCalled();
  });

  it('registers the permission with its rules', () => {
    const { permissionsRegistry } = setUp();
    expect(permissionsRegistry.addResourceType.mock.calls).toMatchObject([
      [
        {
          resourceRef: { pluginId: 'mcp-actions', resourceType: 'mcp-tool' },
          permissions: [mcpToolUsePermission],
          rules: [
            { name: 'IS_ACTION' },
            { name: 'IS_OF_PLUGIN' },
            { name: 'HAS_ATTRIBUTES' },
            { name: 'IS_ON_SERVER' },
          ],
        },
      ],
    ]);
  });

  const decision = anyDecision({
    ids: ['catalog:*', '*:get*', 'orders:put', 'search:{get,put}', 'none'],
    pluginIds: ['catalog', 'search', 'orders', 'none'],
    keys: ['default', 'catalog', 'none'],
  });

  it('lists exactly what it runs, for any principal, tool, server and decision', async () => {
    await fc.assert(
      fc.asyncProperty(
        decision,
        decision,
        fc.constantFrom(0, 10_000),
        fc.boolean(),
        async (ofJane, ofRavi, ttlMs, callsFirst) => {
          const { decided, listed, call, invoke } = setUp({ ttlMs });
          decided.set(JANE, ofJane).set(RAVI, ofRavi);
          for (const server of SERVERS) {
            for (const credentials of [JANE, RAVI]) {
              const fresh = () => contextOf(credentials, { server });
              const first = callsFirst
                ? await call(fresh(), NAMES[0])
                : undefined;
              const names = await listed(fresh());
              for (const name of NAMES) {
                invoke.mockClear();
                const outcome = await call(fresh(), name);
                const isListed = names.includes(name);
                expect(outcome.status).toBe(isListed ? 'succeeded' : 'unknown');
                expect(invoke).toHaveBeenCalledTimes(isListed ? 1 : 0);
                expect(names).toEqual(
                  expect.arrayContaining([
                    ...('nearest' in outcome ? outcome.nearest : []),
                  ]),
                );
              }
              expect(first?.status ?? 'unknown').toBe(
                first && names.includes(NAMES[0]) ? 'succeeded' : 'unknown',
              );
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shares a list only between equal decisions', async () => {
    await fc.assert(
      fc.asyncProperty(decision, decision, async (ofJane, ofRavi) => {
        const { decided, tools } = setUp();
        decided.set(JANE, ofJane).set(RAVI, ofRavi);
        const jane = await tools.list(contextOf(JANE));
        const ravi = await tools.list(contextOf(RAVI));
        const isEqual = JSON.stringify(ofJane) === JSON.stringify(ofRavi);
        expect(jane === ravi).toBe(isEqual);
      }),
    );
  });

  it('permits only what a request filter includes', async () => {
    const { decided, listed, call } = setUp();
    decided.set(
      JANE,
      onlyIf(mcpToolConditions.isAction({ ids: ['*:get-entit*', '*:put'] })),
    );
    const given = { requestFilter: { ...NO_REQUEST_FILTER, readOnly: true } };

    expect(await listed(contextOf(JANE, given))).toEqual([
      'catalog_get_entities',
      'catalog_get_entity',
    ]);
    expect(await call(contextOf(JANE, given), 'orders_put')).toMatchObject({
      status: 'unknown',
    });
  });

  describe('suggests', () => {
    it('permitted tools that resemble a denied or unknown name', async () => {
      const { decided, call } = setUp();
      decided.set(
        JANE,
        onlyIf(mcpToolConditions.isAction({ ids: ['*:get-entities'] })),
      );
      for (const name of ['catalog_get_entity', 'catalog_get_entitx']) {
        expect(await call(contextOf(JANE), name)).toMatchObject({
          status: 'unknown',
          nearest: ['catalog_get_entities'],
        });
      }
    });

    it('by the name in the call, as for an unknown tool', async () => {
      const { decided, call } = setUp();
      decided.set(
        JANE,
        onlyIf(mcpToolConditions.isAction({ ids: ['*:get-entities'] })),
      );
      // An alias of a denied tool. It resembles no permitted tool.
      expect(await call(contextOf(JANE), 'get-entity')).toMatchObject({
        status: 'unknown',
        nearest: [],
      });
    });

    it('no denied tool when an action is gone', async () => {
      const { decided, call, invoke } = setUp();
      decided.set(
        JANE,
        onlyIf(mcpToolConditions.isAction({ ids: ['*-entity'] })),
      );
      await call(contextOf(JANE), 'catalog_get_entity');
      invoke.mockRejectedValue(
        Object.assign(new Error('Action "catalog:get-entity" not found'), {
          name: 'NotFoundError',
        }),
      );
      expect(await call(contextOf(JANE), 'catalog_get_entity')).toEqual({
        status: 'unknown',
        nearest: ['catalog_delete_entity'],
      });
    });
  });

  it('denies the next call of a tool that is still listed', async () => {
    const { decided, listed, call } = setUp();
    expect(await listed(contextOf(JANE))).toContain('orders_put');
    decided.set(JANE, DENY);

    expect(await call(contextOf(JANE), 'orders_put')).toEqual({
      status: 'unknown',
      nearest: [],
      denial: {
        name: 'NotAllowedError',
        message:
          'The permission policy denies mcp.tool.use for orders:put on the server default',
      },
    });
    expect(await listed(contextOf(JANE))).toEqual([]);
  });

  it.each([
    {
      of: 'a call of a tool in the lists of others',
      first: RAVI,
      name: 'search_get',
    },
    {
      of: "a call of a tool in the caller's list",
      first: JANE,
      name: 'search_get',
    },
    { of: 'a denied call', first: JANE, name: 'orders_put' },
    { of: 'a call that finds nothing', first: RAVI, name: 'nothing' },
  ])('asks once for $of', async ({ first, name }) => {
    const { decided, listed, call, ask } = setUp();
    decided.set(JANE, onlyIf(mcpToolConditions.isAction({ ids: ['*:get'] })));
    await listed(contextOf(first));
    ask.mockClear();

    await call(contextOf(JANE), name);
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
