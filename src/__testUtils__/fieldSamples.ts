/** Arguments of an action in fieldActions.json. */
export interface FieldSample {
  action: string;
  valid: object[];
  invalid: object[];
}

/** Queries from the description of `catalog:query-catalog-entities`. */
export const TAUGHT_QUERIES: readonly object[] = [
  { kind: 'Component' },
  { kind: 'Component', 'spec.type': 'service' },
  { kind: { $in: ['Component', 'API'] }, 'spec.owner': 'group:default/a' },
  { 'metadata.annotations.backstage.io/techdocs-ref': { $exists: true } },
  { 'metadata.tags': { $contains: 'java' } },
  { 'metadata.name': { $hasPrefix: 'team-' } },
  { $all: [{ kind: 'Component' }, { 'spec.lifecycle': 'production' }] },
  { $any: [{ 'spec.type': 'service' }, { 'spec.type': 'website' }] },
  { $not: { kind: 'Group' } },
  { 'relations.ownedby': 'group:default/team-alpha' },
  {
    $all: [
      { kind: 'Component', 'spec.lifecycle': 'production' },
      { $any: [{ 'spec.type': 'service' }, { 'spec.type': 'website' }] },
      { 'metadata.annotations.backstage.io/techdocs-ref': { $exists: true } },
      { $not: { 'metadata.name': { $hasPrefix: 'a' } } },
    ],
  },
];

/** Typical arguments of the stock actions, and arguments that they refuse. */
export const FIELD_SAMPLES: readonly FieldSample[] = [
  { action: 'auth:who-am-i', valid: [{}], invalid: [] },
  {
    action: 'catalog:get-catalog-entity',
    valid: [
      { name: 'web' },
      { kind: 'Component', namespace: 'a', name: 'web' },
    ],
    invalid: [{}, { name: 5 }],
  },
  { action: 'catalog:get-catalog-model-description', valid: [{}], invalid: [] },
  {
    action: 'catalog:query-catalog-entities',
    valid: [
      {},
      ...TAUGHT_QUERIES.map(query => ({ query })),
      { fields: ['kind', 'metadata.name', 'metadata.namespace'] },
      { orderFields: { field: 'metadata.name', order: 'asc' } },
      { orderFields: [{ field: 'metadata.name', order: 'desc' }] },
      {
        fullTextFilter: {
          term: 'auth',
          fields: ['metadata.name', 'metadata.title'],
        },
      },
      { limit: 20, cursor: 'a' },
    ],
    invalid: [
      { query: 5 },
      { query: { $all: 'API' } },
      { query: { kind: { $in: 'API' } } },
      { limit: 0 },
      { orderFields: { field: 'a', order: 'up' } },
    ],
  },
  {
    action: 'catalog:refresh-catalog-entity',
    valid: [{ name: 'web' }],
    invalid: [{}, { name: '' }],
  },
  {
    action: 'catalog:register-entity',
    valid: [{ locationUrl: 'https://a.example/catalog-info.yaml' }],
    invalid: [{}],
  },
  {
    action: 'catalog:unregister-entity',
    valid: [{ type: { locationId: 'a' } }, { type: { locationUrl: 'b' } }],
    invalid: [{}, { type: 'a' }],
  },
  {
    action: 'catalog:validate-entity',
    valid: [{ entity: 'kind: Component', location: 'https://a.example' }],
    invalid: [{}, { entity: { kind: 'Component' } }],
  },
  {
    action: 'techdocs:get-techdocs-metadata',
    valid: [
      { name: 'web' },
      { kind: 'Component', namespace: 'a', name: 'web' },
    ],
    invalid: [{}, { name: ['web'] }],
  },
  {
    action: 'scaffolder:list-scaffolder-actions',
    valid: [{}],
    invalid: [],
  },
  {
    action: 'scaffolder:dry-run-template',
    valid: [
      { templateYaml: 'kind: Template' },
      {
        templateYaml: 'kind: Template',
        values: { name: 'web', 'repo url': { owner: 'a' }, tags: ['a', 1] },
        files: [{ path: 'a.txt', content: 'a' }],
      },
    ],
    invalid: [{}, { templateYaml: 'a', files: [{ path: 'a.txt' }] }],
  },
  {
    action: 'scaffolder:execute-template',
    valid: [{ templateRef: 'template:default/web', values: { name: 'web' } }],
    invalid: [
      { templateRef: 'template:default/web' },
      { templateRef: 'template:default/web', values: 'name' },
      { templateRef: 'a', values: {}, secrets: { token: 5 } },
    ],
  },
  {
    action: 'scaffolder:get-scaffolder-task-logs',
    valid: [{ taskId: 'a' }, { taskId: 'a', after: 12 }],
    invalid: [{ after: 12 }, { taskId: 'a', after: 1.5 }],
  },
  {
    action: 'scaffolder:list-scaffolder-tasks',
    valid: [
      {},
      { owned: true, limit: 1000, offset: 0, status: 'open' },
      { status: ['open', 'failed'] },
    ],
    invalid: [
      { limit: 0 },
      { limit: 1001 },
      { status: [] },
      { status: 'lost' },
      { status: ['lost'] },
    ],
  },
  {
    action: 'search:query',
    valid: [
      { term: 'auth' },
      {
        term: 'auth',
        types: ['techdocs'],
        filters: {
          kind: ['Component', 'API'],
          owner: { $in: [['a']] },
          'spec.type': 'x',
          archived: true,
        },
        pageLimit: 5,
      },
    ],
    invalid: [{}, { term: 'auth', types: 'techdocs' }, { term: 5 }],
  },
  {
    action: 'notifications:get-notifications',
    valid: [
      {},
      { view: 'unread', createdAfter: '2026-11-22T10:00:00Z', limit: 100 },
    ],
    invalid: [{ view: 'gone' }, { limit: 101 }, { createdAfter: 5 }],
  },
  {
    action: 'kubernetes:get-kubernetes-clusters',
    valid: [{}],
    invalid: [],
  },
  {
    action: 'kubernetes:get-kubernetes-resources-for-entity',
    valid: [{ name: 'web' }, { name: 'web', kind: 'Component' }],
    invalid: [{ kind: 'Component' }, { name: ['web'] }],
  },
];
