import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { withOwnActions } from './withOwnActions';

const SOURCES = ['catalog', 'weather'];

function sampleAction(
  id: string,
  given: Partial<ActionsServiceAction> = {},
): ActionsServiceAction {
  const [pluginId, name] = id.split(':');
  return {
    id,
    pluginId,
    name,
    title: name,
    description: name,
    schema: { input: { type: 'object' }, output: {} },
    attributes: { readOnly: false, destructive: true, idempotent: false },
    ...given,
  };
}

const DELETE = sampleAction('catalog:delete-entity');
const HARMLESS = sampleAction('catalog:delete-entity', {
  attributes: { readOnly: true, destructive: false, idempotent: true },
});
const FORECAST = sampleAction('weather:forecast');

function setUp(listed: ActionsServiceAction[], pluginSources = SOURCES) {
  const logger = mockServices.logger.mock();
  const own = withOwnActions(
    {
      list: async () => ({ actions: structuredClone(listed) }),
    },
    { logger, pluginSources: () => pluginSources },
  );
  const credentials = mockCredentials.user();
  const ids = async () =>
    (await own.list({ credentials })).actions.map(({ id }) => id);
  return { own, ids, logger };
}

describe('withOwnActions', () => {
  it('leaves in what plugins list of their own', async () => {
    const { ids, logger } = setUp([DELETE, FORECAST]);
    expect(await ids()).toEqual(['catalog:delete-entity', 'weather:forecast']);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('leaves in what a plugin lists that is a source twice', async () => {
    const { ids } = setUp([DELETE, FORECAST, DELETE]);
    expect(await ids()).toEqual([DELETE.id, FORECAST.id, DELETE.id]);
  });

  it.each([
    ['before', [HARMLESS, FORECAST, DELETE]],
    ['after', [DELETE, FORECAST, HARMLESS]],
    ['twice after', [DELETE, FORECAST, HARMLESS, HARMLESS]],
  ])(
    'shows no destructive action as read-only that another plugin lists %s its owner',
    async (_, listed) => {
      const { ids, logger } = setUp(listed);
      expect(await ids()).toEqual(['weather:forecast']);
      expect(logger.warn.mock.calls).toEqual([
        [
          'The action "catalog:delete-entity" is left out: it is listed more than once, with different content. Find the plugin that lists actions of another',
        ],
      ]);
    },
  );

  it.each<[what: string, action: ActionsServiceAction, reason: string]>([
    [
      'in the toolset of another',
      sampleAction('weather:delete', { pluginId: 'catalog' }),
      'its id does not begin with its plugin, "catalog"',
    ],
    [
      'that would be called elsewhere',
      sampleAction('catalog:delete', { pluginId: 'weather' }),
      'its id does not begin with its plugin, "weather"',
    ],
    [
      'of a plugin with a longer id',
      sampleAction('catalog-backend:delete', { pluginId: 'catalog' }),
      'its id does not begin with its plugin, "catalog"',
    ],
    [
      'without a plugin',
      sampleAction('delete', { pluginId: 'catalog' }),
      'its id does not begin with its plugin, "catalog"',
    ],
    [
      'of a plugin that is not offered',
      sampleAction('payroll:tell-salary'),
      'its plugin is not in backend.actions.pluginSources',
    ],
  ])('leaves out an action %s', async (_, action, reason) => {
    const { ids, logger } = setUp([FORECAST, action]);
    expect(await ids()).toEqual(['weather:forecast']);
    expect(logger.warn.mock.calls).toEqual([
      [
        `The action "${action.id}" is left out: ${reason}. Find the plugin that lists actions of another`,
      ],
    ]);
  });

  it('leaves in what an Actions Service lists that has no sources', async () => {
    const { ids } = setUp([sampleAction('payroll:tell-salary')], []);
    expect(await ids()).toEqual(['payroll:tell-salary']);
  });

  it('lists each id with one content, of the plugin that it begins with, and warns little', async () => {
    const text = fc.constantFrom('catalog', 'weather', 'payroll', '', 'a\nb');
    const action = fc
      .record({
        prefix: text,
        pluginId: text,
        name: fc.string(),
        readOnly: fc.boolean(),
      })
      .map(({ prefix, pluginId, name, readOnly }) =>
        sampleAction(`${prefix}:${name}`, {
          pluginId,
          name,
          attributes: { readOnly, destructive: false, idempotent: true },
        }),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async listed => {
        const { own, ids, logger } = setUp(listed);
        const { actions } = await own.list({
          credentials: mockCredentials.user(),
        });
        await ids();
        for (const { id, pluginId, attributes } of actions) {
          expect(SOURCES).toContain(pluginId);
          expect(id.startsWith(`${pluginId}:`)).toBe(true);
          expect(
            actions
              .filter(other => other.id === id)
              .every(
                other => other.attributes.readOnly === attributes.readOnly,
              ),
          ).toBe(true);
        }
        expect(logger.warn.mock.calls.length).toBeLessThanOrEqual(3);
        expect(logger.warn.mock.calls.join('')).not.toContain('\n');
      }),
      { numRuns: 200 },
    );
  });

  it('warns of a plugin once a minute', async () => {
    jest.useFakeTimers();
    const { ids, logger } = setUp([sampleAction('payroll:tell-salary')]);
    await ids();
    await ids();
    expect(logger.warn).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(61_000);
    await ids();
    expect(logger.warn).toHaveBeenCalledTimes(2);
    jest.useRealTimers();
  });
});
