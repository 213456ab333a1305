/** Arguments of an action in fieldActions.json. */
export interface FieldSample {
  action: string;
  valid: object[];
  invalid: object[];
}

/** What the actions of plugins that are not installed here take, and what not. */
export const FIELD_SAMPLES: readonly FieldSample[] = [
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
