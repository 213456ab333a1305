import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import fc from 'fast-check';
import {
  HOSTILE_SCHEMAS,
  hostileSchema,
} from '../__testUtils__/hostileSchemas';
import { violationsOf } from '../__testUtils__/providerRules';
import { SHAPE_RULES } from '../schema/shapeRules';
import { SCHEMA_RULES } from '../schema/schemaRules';
import { ToolCatalog } from './ToolCatalog';
import { withUsableActions } from '../actions/withUsableActions';

/**
 * The visits of one input and one output schema, including what the rules add.
 */
const MAX_VISITS = 5_000;
const MAX_SCHEMA_LENGTH = 100_000;

function actionOf(id: string, schema: object = {}): ActionsServiceAction {
  const [pluginId, name] = id.split(':');
  return {
    id,
    pluginId,
    name,
    title: name,
    description: `See good.first and good.second`,
    schema: {
      input: { type: 'object' },
      output: { type: 'object' },
      ...schema,
    },
    attributes: { readOnly: true, destructive: false, idempotent: true },
  };
}

/** Takes the same steps as a backend. */
async function catalogOf(hostile: unknown[], options = {}) {
  const logger = mockServices.logger.mock();
  const listed = [actionOf('good:first'), ...hostile, actionOf('good:second')];
  const { actions } = await withUsableActions(
    { list: async () => ({ actions: listed as never }) },
    logger,
  ).list({} as never);
  // As ListContents does.
  const stored = JSON.stringify(actions);
  const failures: unknown[] = [];
  const catalog = ToolCatalog.create(actions, {
    ...options,
    onFailure: (_id, error) => failures.push(error),
  });
  return { catalog, stored, failures, logger };
}

function namesOf({ tools }: ToolCatalog): string[] {
  return tools.map(({ name }) => name).filter(name => name.startsWith('good'));
}

/** The first rule of a visitor sees each node once. */
function countVisits() {
  const spies = [SHAPE_RULES[0], SCHEMA_RULES[0]].map(rule =>
    jest.spyOn(rule, 'apply'),
  );
  return () => spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
}

afterEach(() => jest.restoreAllMocks());

const GOOD = ['good_first', 'good_second'];

describe.each(Object.entries(HOSTILE_SCHEMAS))(
  'a schema of %s',
  (_, hostile) => {
    it.each(['portable', 'verbatim'])(
      'does not affect other tools, with schemas %s',
      async schemas => {
        const visits = countVisits();
        const action = actionOf('bad:one', { input: hostile, output: hostile });
        const { catalog, stored, failures } = await catalogOf([action], {
          schemas,
        });
        expect(namesOf(catalog)).toEqual(GOOD);
        expect(catalog.actionIds).toContain('bad:one');
        expect(failures).toEqual([]);
        expect(stored.length).toBeLessThan(1_000_000);
        expect(visits()).toBeLessThan(MAX_VISITS);
      },
    );

    it('is listed in a bounded size and in order, if at all', async () => {
      const action = actionOf('bad:one', { input: hostile, output: hostile });
      const { catalog } = await catalogOf([action]);
      const found = catalog.find('bad_one');
      const tool = found?.tool;
      const shown = JSON.stringify(tool?.inputSchema ?? {});
      expect(shown.length).toBeLessThan(MAX_SCHEMA_LENGTH);
      const broken = tool ? violationsOf(tool.inputSchema) : [];
      expect(broken.filter(text => !text.includes('too long'))).toEqual([]);
      expect(catalog.omitted.map(({ actionId }) => actionId)).toEqual(
        tool ? [] : ['bad:one'],
      );
    });
  },
);

it('any schema leaves other tools intact, with bounded work', async () => {
  await fc.assert(
    fc.asyncProperty(hostileSchema, hostileSchema, async (input, output) => {
      jest.restoreAllMocks();
      const visits = countVisits();
      const action = actionOf('bad:one', { input, output });
      const { catalog, failures } = await catalogOf([action]);
      expect(namesOf(catalog)).toEqual(GOOD);
      expect(failures).toEqual([]);
      const found = catalog.find('bad_one');
      const tool = found?.tool;
      expect(tool ? violationsOf(tool.inputSchema) : []).toEqual([]);
      // Neither throws.
      const calls = found
        ? [found.toInput({ a: 1 }), found.acceptsOutput('a')]
        : [];
      expect(calls).not.toContain(undefined);
      expect(visits()).toBeLessThan(MAX_VISITS);
    }),
    { numRuns: 150, seed: 11, endOnFailure: true },
  );
});

it.each<[string, unknown]>([
  ['nothing', null],
  ['no object', 'bad:one'],
  ['no id', { ...actionOf('bad:one'), id: undefined }],
  ['an id of 1 MB', { ...actionOf('bad:one'), id: 'bad:'.padEnd(1e6, 'a') }],
  ['a name of 1 MB', { ...actionOf('bad:one'), name: 'a'.repeat(1e6) }],
  [
    'a title of 1 MB',
    { ...actionOf('bad:one'), title: 'a b:'.repeat(250_000) },
  ],
  [
    'a description of 1 MB',
    { ...actionOf('bad:one'), description: 'a'.repeat(1e6) },
  ],
  [
    'a hint that is not a boolean',
    { ...actionOf('bad:one'), attributes: { readOnly: 'yes' } },
  ],
  [
    '20,000 attributes',
    {
      ...actionOf('bad:one'),
      attributes: Object.fromEntries(
        Array.from({ length: 20_000 }, (_, n) => [`a${n}`, n]),
      ),
    },
  ],
  [
    '20,000 examples',
    {
      ...actionOf('bad:one'),
      examples: Array.from({ length: 20_000 }, () => ({
        title: 'a',
        input: {},
      })),
    },
  ],
  [
    'an example without input',
    { ...actionOf('bad:one'), examples: [{ title: 'a' }] },
  ],
  ['its own reason', { ...actionOf('bad:one'), unusableBecause: 'none' }],
])('an action with %s does not affect other tools', async (_, hostile) => {
  const { catalog, stored } = await catalogOf([hostile]);
  expect(namesOf(catalog)).toEqual(GOOD);
  expect(stored.length).toBeLessThan(10_000);
});

it('a plugin with 20,000 actions does not affect other tools, and has 1,000', async () => {
  const many = Array.from({ length: 20_000 }, (_, n) => actionOf(`bad:n${n}`));
  const { catalog, logger } = await catalogOf(many);
  expect(namesOf(catalog)).toEqual(GOOD);
  expect(catalog.tools).toHaveLength(1_002);
  expect(logger.warn).toHaveBeenCalledTimes(1);
});

it('only the action is left out that cannot be converted for any other reason', async () => {
  const broken: JsonObject = {};
  Object.defineProperty(broken, 'properties', {
    get: () => {
      throw new RangeError('Maximum call stack size exceeded');
    },
    enumerable: true,
  });
  const onFailure = jest.fn();
  const catalog = ToolCatalog.create(
    [
      actionOf('good:first'),
      actionOf('bad:one', { input: broken }),
      actionOf('good:second'),
    ],
    { onFailure },
  );
  expect(namesOf(catalog)).toEqual(GOOD);
  expect(catalog.omitted).toEqual([
    {
      actionId: 'bad:one',
      reason: 'it could not be made into a tool; the log has the error',
    },
  ]);
  expect(onFailure).toHaveBeenCalledWith('bad:one', expect.any(RangeError));
});
