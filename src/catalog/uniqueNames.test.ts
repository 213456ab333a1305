import { createNameIndex, toFormerNames, toUniqueNames } from './uniqueNames';

function namedAction(id: string) {
  const [pluginId] = id.split(':');
  return { id, pluginId, name: id.slice(pluginId.length + 1) };
}

/**
 * Actions from real plugins. An id is `<plugin>:<action>`, and the action's
 * part may contain a colon.
 */
const REAL_ACTIONS = Object.entries({
  catalog: [
    'get-catalog-entity',
    'query-catalog-entities',
    'get-catalog-model-description',
    'validate-entity',
    'register-entity',
    'unregister-entity',
    'refresh-catalog-entity',
  ],
  scaffolder: [
    'execute-template',
    'dry-run-template',
    'list-scaffolder-actions',
    'list-scaffolder-tasks',
    'get-scaffolder-task-logs',
  ],
  auth: ['who-am-i'],
  search: ['query'],
  notifications: ['get-notifications'],
  techdocs: ['get-techdocs-metadata'],
  kubernetes: [
    'get-kubernetes-clusters',
    'get-kubernetes-resources-for-entity',
  ],
  'software-catalog-mcp-extras': [
    'query-catalog-entities',
    'register-catalog-entities',
    'unregister-catalog-entities',
  ],
  'kubernetes-mcp-extras': ['get-kubernetes-resources-for-entity'],
  'techdocs-mcp-extras': [
    'fetch-techdocs',
    'analyze-techdocs-coverage',
    'retrieve-techdocs-content',
  ],
  'scaffolder-mcp-extras': ['fetch-template-metadata'],
  orchestrator: ['executeWorkflow', 'getWorkflowSchema'],
  scorecard: ['getEntityMetrics'],
  'backstage-community-argocd': [
    'argocd:find-applications',
    'argocd:get-application',
    'argocd:list-applications',
    'argocd:get-revision-details',
  ],
  jenkins: ['list-builds', 'get-build', 'get-build-logs', 'trigger-build'],
  'tech-insights': ['get-checks', 'run-checks', 'get-facts-in-range'],
  'catalog-mcp': ['get_entities_by_owner'],
  'scaffolder-mcp': ['run_software_template'],
  'crossplane-mcp': ['get_crossplane_resources'],
  qeta: ['ask-question'],
}).flatMap(([pluginId, names]) =>
  names.map(name => namedAction(`${pluginId}:${name}`)),
);

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
  it('keeps unique names', () => {
    expect(toUniqueNames([get, query])).toEqual([
      'catalog_get_entity',
      'search_query',
    ]);
  });

  it('adds a suffix to all names that collide, in any order', () => {
    const [first, second] = toUniqueNames([get, getToo]);
    expect(first).toMatch(/^catalog_get_entity_[0-9a-f]{6}$/);
    expect(second).toMatch(/^catalog_get_entity_[0-9a-f]{6}$/);
    expect(toUniqueNames([getToo, get])).toEqual([second, first]);
  });

  it('keeps a name apart that looks like one with a suffix', () => {
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

describe('toUniqueNames of real actions', () => {
  const listed = toUniqueNames(REAL_ACTIONS);
  const index = createNameIndex({
    actions: REAL_ACTIONS,
    names: listed,
    formerNames: toFormerNames(REAL_ACTIONS),
  });
  const rows = REAL_ACTIONS.map(({ id }, position) => ({
    id,
    name: listed[position],
    former: toFormerNames(REAL_ACTIONS)[position],
  }));

  it.each(rows)('lists $id without a hash, as $name', ({ name }) => {
    expect(name).toMatch(/^[a-z0-9_]{1,48}$/);
    expect(name).not.toMatch(/_[0-9a-f]{6}$/);
  });

  it.each(rows)('accepts $former, as 0.3.0 listed $id', row => {
    expect(index.get(row.former)).toBe(row.id);
  });

  it.each(rows)('accepts $id', ({ id, name }) => {
    expect([index.get(id), index.get(name)]).toEqual([id, id]);
  });

  it('lists each under its own name', () => {
    expect(new Set(listed).size).toBe(REAL_ACTIONS.length);
  });
});

describe('toUniqueNames with names from the operator', () => {
  const chosen = new Map([[query.id, 'catalog_get_entity']]);

  it('lists the configured name, and adds a suffix to another action of that name', () => {
    expect(toUniqueNames([get, query], { chosen })).toEqual([
      expect.stringMatching(/^catalog_get_entity_[0-9a-f]{6}$/),
      'catalog_get_entity',
    ]);
  });
});

describe('toUniqueNames with actions that repeat their plugin', () => {
  it('lists the whole names when the short ones are not unique', () => {
    const actions = ['catalog:info', 'catalog:catalog-info'].map(namedAction);

    expect(toUniqueNames(actions)).toEqual([
      'catalog_info',
      'catalog_catalog_info',
    ]);
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
  ])('resolves %s', spelling => {
    expect(createNameIndex({ actions, names }).get(spelling)).toBe(
      'catalog:get-entity',
    );
  });

  it('resolves aliases of existing actions', () => {
    const aliases = { find: 'search:query', gone: 'search:gone' };
    const index = createNameIndex({ actions, names, aliases });
    expect([index.get('find'), index.get('gone')]).toEqual([
      'search:query',
      undefined,
    ]);
  });

  it('prefers a listed name over an alias', () => {
    const aliases = { search_query: 'catalog:get-entity' };
    expect(
      createNameIndex({ actions, names, aliases }).get('search_query'),
    ).toBe('search:query');
  });
});
