import fc from 'fast-check';
import { sampleAction } from '../__testUtils__/sampleAction';
import { NO_REQUEST_FILTER, type RequestFilter } from '../tools/requestFilter';
import { ToolCatalog } from './ToolCatalog';
import { explainUnknownNames } from './unknownNames';

const catalog = ToolCatalog.create(
  ['catalog:get-entity', 'catalog:hide-entity', 'greeter:greet'].map(id =>
    sampleAction(id),
  ),
  { overrides: { 'catalog:hide-entity': { hidden: true } } },
);
/** The scaffolder and the catalog's module list nothing. */
const pluginSources = () => [
  'catalog',
  'greeter',
  'scaffolder',
  'catalog-module',
];

function explain(asks: Partial<RequestFilter>): string | undefined {
  const requestFilter = { ...NO_REQUEST_FILTER, ...asks };
  return explainUnknownNames(requestFilter, { catalog, pluginSources });
}

function hiddenOverrides(ids: readonly string[]) {
  return Object.fromEntries(ids.map(id => [id, { hidden: true }]));
}

/**
 * A catalog whose first action is a tool. Counts reads of the first other
 * action.
 */
function watchedCatalog([tool, ...hidden]: readonly string[]) {
  const watched = ToolCatalog.create(
    [tool, ...hidden].map(id => sampleAction(id)),
    {
      overrides: hiddenOverrides(hidden),
    },
  );
  const [{ actionId }] = watched.omitted;
  let reads = 0;
  Object.defineProperty(watched.omitted[0], 'actionId', {
    get() {
      reads += 1;
      return actionId;
    },
  });
  return { watched, reads: () => reads };
}

describe('explainUnknownNames', () => {
  it.each<Partial<RequestFilter>>([
    {},
    { readOnly: true },
    { toolsets: ['all'] },
    { toolsets: ['catalog', 'scaffolder'] },
    { toolsets: ['scaffolder'] },
  ])('accepts $toolsets', asks => {
    expect(explain(asks)).toBeUndefined();
  });

  it.each([
    { toolsets: ['catlog'], unknown: 'catlog' },
    { toolsets: ['catalog', 'catlog', 'greter'], unknown: 'catlog, greter' },
    { toolsets: ['Catalog'], unknown: 'Catalog' },
  ])(
    'lists the known toolsets when it refuses $toolsets',
    ({ toolsets, unknown }) => {
      expect(explain({ toolsets })).toBe(
        `Unknown toolsets: ${unknown}. Known are: catalog, catalog-module, greeter, scaffolder`,
      );
    },
  );

  describe.each(['tools', 'excludedTools'] as const)('%s', key => {
    it.each([
      'catalog_get_entity',
      'catalog:get-entity',
      'get-entity',
      // Hidden by the operator.
      'catalog_hide_entity',
      'catalog:hide-entity',
      // Belongs to a plugin that lists nothing right now.
      'scaffolder_run_template',
      'scaffolder:run-template',
      'scaffolder.run-template',
      'scaffolder-run-template',
    ])('accept %s', name => {
      expect(explain({ [key]: [name] })).toBeUndefined();
    });

    it.each([
      'made_up',
      'catalog_get_entitty',
      'Catalog_Get_Entity',
      'greeter',
      'scaffolder',
      'run-template',
      // Most likely belongs to the module, but may be a misspelt tool of the
      // catalog.
      'catalog_module_run',
      `scaffolder_${'x'.repeat(256)}`,
    ])('refuse %s', name => {
      expect(explain({ [key]: ['catalog_get_entity', name] })).toBe(
        `Unknown tools: ${name.slice(0, 64)}. Known are those of tools/list`,
      );
    });

    it('refuse every misspelt tool, so that exclusions do not fail open', () => {
      const letter = fc.constantFrom(...'abcdefgh_-:./*{} ');
      const position = fc.nat({ max: 17 });
      fc.assert(
        fc.property(letter, position, fc.boolean(), (char, at, inserts) => {
          const name = 'catalog_get_entity';
          const rest = name.slice(inserts ? at : at + 1);
          const spelt = `${name.slice(0, at)}${char}${rest}`;
          fc.pre(catalog.find(spelt) === undefined);
          expect(explain({ [key]: [spelt] })).toMatch(/^Unknown tools: /);
        }),
        { numRuns: 300 },
      );
    });

    it('have at most 100 names', () => {
      const names = Array(100).fill('catalog_get_entity');
      expect(explain({ [key]: names })).toBeUndefined();
      expect(explain({ [key]: [...names, 'greet'] })).toBe(
        'Too many names of tools or toolsets: at most 100 per header',
      );
    });
  });

  it('repeats little of what the client sent', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 2_000 }), { maxLength: 200 }),
        fc.constantFrom('tools', 'toolsets', 'excludedTools'),
        (names, key) => {
          expect((explain({ [key]: names }) ?? '').length).toBeLessThan(1_000);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('limits the work for unknown names', () => {
    const ids = ['catalog:get', 'catalog:hide', 'catalog:hide-too'];
    const { watched, reads } = watchedCatalog(ids);
    const find = jest.spyOn(watched, 'find');
    for (let request = 0; request < 20; request += 1) {
      const names = Array.from({ length: 100 }, (_, at) => `made_up_${at}`);
      const asks = { ...NO_REQUEST_FILTER, excludedTools: names };
      expect(
        explainUnknownNames(asks, { catalog: watched, pluginSources }),
      ).toMatch(/^Unknown tools: made_up_0, .*made_up_9, \.\.\./);
    }
    expect(find).toHaveBeenCalledTimes(20 * 11);
    expect(reads()).toBeLessThanOrEqual(1);
  });

  it('checks the names of a stream as well as those of its message', () => {
    const within = {
      ...NO_REQUEST_FILTER,
      excludedTools: ['catalog_get_entitty'],
    };
    expect(explain({ excludedTools: ['get-entity'], within })).toBe(
      'Unknown tools: catalog_get_entitty. Known are those of tools/list',
    );
    const known = { ...within, excludedTools: ['get-entity'] };
    expect(explain({ readOnly: true, within: known })).toBeUndefined();
  });

  it.each([
    { hidden: ['docs:query'], name: 'query' },
    { hidden: [], name: 'docs_query' },
  ])(
    'refuses $name of a hidden or silent tool when visible tools share it',
    ({ hidden, name }) => {
      const shared = name.replace('_', '-');
      const visible = [`catalog:${shared}`, `search:${shared}`];
      const ambiguous = ToolCatalog.create(
        [...visible, ...hidden].map(id => sampleAction(id)),
        { overrides: hiddenOverrides(hidden) },
      );
      const sources = ['catalog', 'search', 'docs'];
      const asks = { ...NO_REQUEST_FILTER, excludedTools: [name] };
      expect(ambiguous.find(name)).toBeUndefined();
      expect(
        explainUnknownNames(asks, {
          catalog: ambiguous,
          pluginSources: () => sources,
        }),
      ).toBe(`Unknown tools: ${name}. Known are those of tools/list`);
    },
  );
});
