import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import { ToolCatalog } from './ToolCatalog';

function sampleAction(
  id: string,
  schema?: Partial<ActionsServiceAction['schema']>,
): ActionsServiceAction {
  const [pluginId, name] = id.split(':');
  return {
    id,
    pluginId,
    name,
    title: `Title of ${name}`,
    description: `Description of ${name}`,
    schema: { input: { type: 'object' }, output: {}, ...schema },
    attributes: { readOnly: true, destructive: false, idempotent: true },
  };
}

function catalogOf(...ids: string[]): ToolCatalog {
  return ToolCatalog.create(ids.map(id => sampleAction(id)));
}

function listedNames(catalog: ToolCatalog): string[] {
  return catalog.tools.map(tool => tool.name);
}

function rotations<T>(items: readonly T[]): T[][] {
  return items.map((_, start) => [
    ...items.slice(start),
    ...items.slice(0, start),
  ]);
}

const LONG_ACTION =
  'kubernetes:list-all-deployments-of-every-namespace-in-cluster';

/** Unique, colliding, overflowing and equally named actions. */
const ASSORTED_ACTIONS = [
  'greeter:greet',
  'scaffolder:greet',
  'catalog:delete-entity',
  'catalog:deleteEntity',
  'catalog:delete_entity',
  LONG_ACTION,
  'kubernetes:list-all-deployments-of-every-namespace-in-region',
  'search:query',
];

describe('ToolCatalog', () => {
  describe('tools', () => {
    it('carries what a client needs to know of an action', () => {
      const catalog = ToolCatalog.create([
        sampleAction('greeter:greet', {
          input: { type: 'object', properties: { name: { type: 'string' } } },
        }),
      ]);

      expect(catalog.tools).toEqual([
        {
          name: 'greeter_greet',
          title: 'Title of greet',
          description: 'Description of greet',
          inputSchema: {
            type: 'object',
            properties: { name: { type: 'string' } },
          },
          attributes: { readOnly: true, destructive: false, idempotent: true },
          actionId: 'greeter:greet',
          pluginId: 'greeter',
        },
      ]);
    });

    it('is sorted by name', () => {
      expect(
        listedNames(
          catalogOf('search:query', 'catalog:delete-entity', 'greeter:greet'),
        ),
      ).toEqual(['catalog_delete_entity', 'greeter_greet', 'search_query']);
    });

    it('names each of the actions that collide with a suffix', () => {
      expect(
        listedNames(catalogOf('catalog:delete-entity', 'catalog:deleteEntity')),
      ).toEqual([
        'catalog_delete_entity_8b0dd3',
        'catalog_delete_entity_ef087b',
      ]);
    });

    it('shows plain texts, and says what it cut', () => {
      const catalog = ToolCatalog.create([
        {
          ...sampleAction('greeter:greet-all', {
            input: {
              type: 'object',
              properties: {
                name: { type: 'string', description: ' A\u202e ' },
              },
            },
          }),
          title: ' \n ',
          description: `\n    ${'Greets. '.repeat(2_100)}\u{E0041}\n`,
        },
        { ...sampleAction('greeter:leave'), description: ' \u0000\n ' },
      ]);
      const [greet, leave] = catalog.tools;

      expect(greet).toMatchObject({
        title: 'Greet all',
        description: 'Greets. '.repeat(2_047).trim(),
        inputSchema: { properties: { name: { description: 'A' } } },
      });
      expect(catalog.ofAction(greet.actionId)?.changes).toEqual([
        'its description is cut at 16384 characters',
      ]);
      expect(leave.description).toBe('Title of leave');
    });

    it('takes openWorld from the operator only', () => {
      const action = sampleAction('greeter:greet');
      const attributes = { ...action.attributes, openWorld: true };
      const [greet] = ToolCatalog.create([{ ...action, attributes }]).tools;
      const [opened] = ToolCatalog.create([action], {
        overrides: { 'greeter:greet': { attributes: { openWorld: true } } },
      }).tools;

      expect(greet.attributes.openWorld).toBeUndefined();
      expect(opened.attributes.openWorld).toBe(true);
    });

    it('lists the name of the operator, and knows the tool by all others', () => {
      const catalog = ToolCatalog.create(
        ['catalog:get-entity', 'search:query'].map(id => sampleAction(id)),
        { overrides: { 'search:query': { name: 'find' } } },
      );

      expect(listedNames(catalog)).toEqual(['catalog_get_entity', 'find']);
      const names = ['find', 'search_query', 'search:query', 'query'];
      expect(names.map(name => catalog.find(name)?.tool.name)).toEqual([
        'find',
        'find',
        'find',
        'find',
      ]);
      expect(catalog.find('find')?.changes).toEqual([
        'name is from mcpActions.overrides',
      ]);
    });

    it('lists an action with a long name under 48 characters', () => {
      expect(listedNames(catalogOf(LONG_ACTION))).toEqual([
        'kubernetes_list_all_deployments_of_every__84295e',
      ]);
    });
  });

  describe.each(
    rotations(ASSORTED_ACTIONS).map(ids => ({ first: ids[0], ids })),
  )('with $first answered first', ({ ids }) => {
    it('lists the same tools in the same order', () => {
      expect(catalogOf(...ids).tools).toEqual(
        catalogOf(...ASSORTED_ACTIONS).tools,
      );
    });

    it('finds each listed tool by its name', () => {
      const catalog = catalogOf(...ids);

      expect(catalog.tools.map(tool => catalog.find(tool.name)?.tool)).toEqual([
        ...catalog.tools,
      ]);
    });

    it('lists each action once, under a portable name of its own', () => {
      const catalog = catalogOf(...ids);

      expect(new Set(listedNames(catalog)).size).toBe(8);
      expect(catalog.tools.map(tool => tool.actionId).sort()).toEqual(
        [...ids].sort(),
      );
      expect(listedNames(catalog).join('\n')).toMatch(
        /^[a-z0-9_]{1,48}(\n[a-z0-9_]{1,48}){7}$/,
      );
    });
  });

  describe('find', () => {
    it.each([
      'catalog_delete_entity',
      'catalog:delete-entity',
      'catalog.delete-entity',
      'catalog-delete-entity',
      'delete-entity',
      'delete_entity',
    ])('resolves the spelling %s', name => {
      const catalog = catalogOf('catalog:delete-entity', 'greeter:greet');

      expect(catalog.find(name)?.tool.actionId).toBe('catalog:delete-entity');
    });

    it.each(['', 'drop-entity', 'CATALOG_DELETE_ENTITY', 'constructor'])(
      'resolves %p to nothing',
      name => {
        expect(catalogOf('catalog:delete-entity').find(name)).toBeUndefined();
      },
    );

    it('resolves an alias that fits two actions to nothing', () => {
      const catalog = catalogOf('greeter:greet', 'scaffolder:greet');

      expect(catalog.find('greet')).toBeUndefined();
    });

    describe('of two actions whose names collide', () => {
      const catalog = catalogOf(
        'catalog:delete-entity',
        'catalog:deleteEntity',
      );

      it('resolves the common name to nothing', () => {
        expect(catalog.find('catalog_delete_entity')).toBeUndefined();
      });

      it.each(['catalog:delete-entity', 'catalog:deleteEntity'])(
        'resolves the id %s',
        id => {
          expect(catalog.find(id)?.tool.actionId).toBe(id);
        },
      );
    });

    it('prefers a listed name over the alias of another action', () => {
      const catalog = catalogOf('greeter:greet', 'scaffolder:greeter_greet');

      expect(catalog.find('greeter_greet')?.tool.actionId).toBe(
        'greeter:greet',
      );
    });

    it('resolves a long name in full', () => {
      expect(
        catalogOf(LONG_ACTION).find(
          'kubernetes_list_all_deployments_of_every_namespace_in_cluster',
        )?.tool.actionId,
      ).toBe(LONG_ACTION);
    });
  });

  describe('omitted', () => {
    it.each<{ root: string; input: ActionsServiceAction['schema']['input'] }>([
      { root: 'a string', input: { type: 'string' } },
      { root: 'a literal', input: { enum: ['on', 'off'] } },
      {
        root: 'one of two primitives',
        input: { anyOf: [{ type: 'string' }, { type: 'number' }] },
      },
    ])('names an action whose input is $root', ({ input }) => {
      const catalog = ToolCatalog.create([
        sampleAction('greeter:greet', { input }),
      ]);

      expect(catalog.omitted).toEqual([
        {
          actionId: 'greeter:greet',
          reason:
            'its input is a primitive, which the Actions Registry does not take',
        },
      ]);
    });

    it.each<{ root: string; input: ActionsServiceAction['schema']['input'] }>([
      { root: 'an array', input: { type: 'array' } },
      { root: 'a union', input: { anyOf: [{ type: 'object' }] } },
      { root: 'anything', input: {} },
    ])(
      'names an action whose input is $root when schemas are verbatim',
      ({ input }) => {
        const catalog = ToolCatalog.create(
          [sampleAction('greeter:greet', { input })],
          { schemas: 'verbatim' },
        );

        expect(catalog.omitted).toEqual([
          {
            actionId: 'greeter:greet',
            reason:
              'the root of its input schema is not an object, and mcpActions.schemas is verbatim',
          },
        ]);
      },
    );

    it('names an action that needs secrets', () => {
      const catalog = ToolCatalog.create([
        sampleAction('greeter:greet', {
          secrets: {
            type: 'object',
            properties: { token: { type: 'string' } },
            required: ['token'],
          },
        }),
      ]);

      expect(catalog.omitted).toEqual([
        {
          actionId: 'greeter:greet',
          reason: 'it needs secrets, which must not pass through an AI client',
        },
      ]);
    });

    it('leaves its actions out of the list and out of reach', () => {
      const catalog = ToolCatalog.create([
        sampleAction('greeter:greet', { input: { type: 'string' } }),
        sampleAction('catalog:delete-entity'),
      ]);

      expect(listedNames(catalog)).toEqual(['catalog_delete_entity']);
      expect(catalog.find('greeter:greet')).toBeUndefined();
    });

    it('does not make the name of another action collide', () => {
      const catalog = ToolCatalog.create([
        sampleAction('catalog:deleteEntity', { input: { type: 'string' } }),
        sampleAction('catalog:delete-entity'),
      ]);

      expect(listedNames(catalog)).toEqual(['catalog_delete_entity']);
    });
  });
});
