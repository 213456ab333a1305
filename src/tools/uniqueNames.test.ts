import { createNameIndex, toUniqueNames } from './uniqueNames';

const get = {
  id: 'catalog:get-entity',
  pluginId: 'catalog',
  name: 'get-entity',
};
const getToo = {
  id: 'catalog:getEntity',
  pluginId: 'catalog',
  name: 'getEntity',
};
const query = { id: 'search:query', pluginId: 'search', name: 'query' };

describe('toUniqueNames', () => {
  it('leaves names that are unique', () => {
    expect(toUniqueNames([get, query])).toEqual([
      'catalog_get_entity',
      'search_query',
    ]);
  });

  it('gives all names that collide a suffix, whatever their order', () => {
    const [first, second] = toUniqueNames([get, getToo]);
    expect(first).toMatch(/^catalog_get_entity_[0-9a-f]{6}$/);
    expect(second).toMatch(/^catalog_get_entity_[0-9a-f]{6}$/);
    expect(toUniqueNames([getToo, get])).toEqual([second, first]);
  });

  it('does not let a name pass for one with a suffix', () => {
    const [taken] = toUniqueNames([get, getToo]);
    const impostor = {
      id: `catalog:${taken.replace('catalog_', '')}`,
      pluginId: 'catalog',
      name: taken.replace('catalog_', ''),
    };
    const names = toUniqueNames([get, getToo, impostor]);
    expect(new Set(names).size).toBe(3);
  });
});

describe('createNameIndex', () => {
  const actions = [get, query];
  const names = ['catalog_get_entity', 'search_query'];

  it.each([
    'catalog_get_entity',
    'catalog.get-entity',
    'catalog:get-entity',
    'catalog-get-entity',
    'get-entity',
    'get_entity',
  ])('knows %s', spelling => {
    expect(createNameIndex({ actions, names }).get(spelling)).toBe(
      'catalog:get-entity',
    );
  });

  it('knows the aliases of actions that are there', () => {
    const aliases = { find: 'search:query', gone: 'search:gone' };
    const index = createNameIndex({ actions, names, aliases });
    expect([index.get('find'), index.get('gone')]).toEqual([
      'search:query',
      undefined,
    ]);
  });

  it('lets a listed name win over an alias', () => {
    const aliases = { search_query: 'catalog:get-entity' };
    expect(
      createNameIndex({ actions, names, aliases }).get('search_query'),
    ).toBe('search:query');
  });
});
