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
    it('have all that a client needs to know about an action', () => {
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

    it('are sorted by name', () => {
      expect(
        listedNames(
          catalogOf('search:query', 'catalog:delete-entity', 'greeter:greet'),
        ),
      ).toEqual(['catalog_delete_entity', 'greeter_greet', 'search_query']);
    });

    it('have a suffix in each name that collides', () => {
      expect(
        listedNames(catalogOf('catalog:delete-entity', 'catalog:deleteEntity')),
      ).toEqual([
        'catalog_delete_entity_8b0dd3',
        'catalog_delete_entity_ef087b',
      ]);
    });

    it('have plain texts, and report what was cut', () => {
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

    it('get openWorld only from the operator', () => {
      const action = sampleAction('greeter:greet');
      const attributes = { ...action.attributes, openWorld: true };
      const [greet] = ToolCatalog.create([{ ...action, attributes }]).tools;
      const [opened] = ToolCatalog.create([action], {
        overrides: { 'greeter:greet': { attributes: { openWorld: true } } },
      }).tools;

      expect(greet.attributes.openWorld).toBeUndefined();
      expect(opened.attributes.openWorld).toBe(true);
    });

    it('have the name that the operator chose, and resolve from all others', () => {
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

    it('have at most 48 characters in a long name', () => {
      expect(listedNames(catalogOf(LONG_ACTION))).toEqual([
        'kubernetes_list_all_deployments_of_every__84295e',
      ]);
    });
  });

  describe.each(
    rotations(ASSORTED_ACTIONS).map(ids => ({ first: ids[0], ids })),
  )('with $first answered first', ({ ids }) => {
    it('have the same order each time', () => {
      expect(catalogOf(...ids).tools).toEqual(
        catalogOf(...ASSORTED_ACTIONS).tools,
      );
    });

    it('are found by their names', () => {
      const catalog = catalogOf(...ids);

      expect(catalog.tools.map(tool => catalog.find(tool.name)?.tool)).toEqual([
        ...catalog.tools,
      ]);
    });

    it('have a unique portable name for each action', () => {
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
      'does not resolve %p',
      name => {
        expect(catalogOf('catalog:delete-entity').find(name)).toBeUndefined();
      },
    );

    it('does not resolve an alias of two actions', () => {
      const catalog = catalogOf('greeter:greet', 'scaffolder:greet');

      expect(catalog.find('greet')).toBeUndefined();
    });

    describe('with two actions whose names collide', () => {
      const catalog = catalogOf(
        'catalog:delete-entity',
        'catalog:deleteEntity',
      );

      it('does not resolve the common name', () => {
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

    it('resolves the full form of a long name', () => {
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
    ])('has an action with the input $root', ({ input }) => {
      const catalog = ToolCatalog.create([
        sampleAction('greeter:greet', { input }),
      ]);

      expect(catalog.omitted).toEqual([
        {
          actionId: 'greeter:greet',
          reason:
            'its input is a primitive, which the Actions Registry does not accept',
        },
      ]);
    });

    it.each<{ root: string; input: ActionsServiceAction['schema']['input'] }>([
      { root: 'an array', input: { type: 'array' } },
      { root: 'a union', input: { anyOf: [{ type: 'object' }] } },
      { root: 'anything', input: {} },
    ])(
      'has an action with the input $root if schemas are verbatim',
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

    it('has an action that needs secrets', () => {
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

    it('keeps its actions out of lists and calls', () => {
      const catalog = ToolCatalog.create([
        sampleAction('greeter:greet', { input: { type: 'string' } }),
        sampleAction('catalog:delete-entity'),
      ]);

      expect(listedNames(catalog)).toEqual(['catalog_delete_entity']);
      expect(catalog.find('greeter:greet')).toBeUndefined();
    });

    it('does not affect the names of other actions', () => {
      const catalog = ToolCatalog.create([
        sampleAction('catalog:deleteEntity', { input: { type: 'string' } }),
        sampleAction('catalog:delete-entity'),
      ]);

      expect(listedNames(catalog)).toEqual(['catalog_delete_entity']);
    });
  });
});
