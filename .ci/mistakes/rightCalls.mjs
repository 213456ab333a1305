const TEMPLATE = `apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: draft }
spec:
  owner: user:guest
  type: service
  steps: [{ id: a, name: A, action: "debug:log", input: { message: hi } }]
`;
const ENTITY = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: cart }
spec: { type: service, lifecycle: production, owner: user:guest }
`;

/**
 * One for each stock tool: its arguments, or what makes them of earlier answers,
 * and what is read. A service calls, unless `as` says that a user does.
 */
export const RIGHT_CALLS = [
  ['auth_who_am_i', {}, /"userEntityRef":"user:/, { as: 'user' }],
  [
    'catalog_get_catalog_entity',
    { kind: 'Component', name: 'shop' },
    /"name":"shop"/,
  ],
  ['catalog_get_catalog_model_description', {}, /Component/],
  [
    'catalog_query_catalog_entities',
    { query: { kind: { $in: ['Template'] } } },
    /"name":"service"/,
  ],
  ['catalog_refresh_catalog_entity', { kind: 'Component', name: 'shop' }, /./],
  [
    'catalog_register_entity',
    { locationUrl: 'https://acme.example/catalog-info.yaml' },
    /"locationId":/,
  ],
  [
    'catalog_unregister_entity',
    ({ catalog_register_entity: { locationId } }) => ({ type: { locationId } }),
    /./,
  ],
  ['catalog_validate_entity', { entity: ENTITY }, /"isValid":true/],
  [
    'notifications_get_notifications',
    {},
    /"notifications":\[\]/,
    { as: 'user' },
  ],
  ['scaffolder_list_scaffolder_actions', {}, /debug:log/],
  [
    'scaffolder_dry_run_template',
    { templateYaml: TEMPLATE, values: {} },
    /"valid":true/,
  ],
  [
    'scaffolder_execute_template',
    {
      templateRef: 'template:default/service',
      values: { name: 'cart', repoUrl: 'github.com?owner=acme&repo=cart' },
    },
    /"taskId":/,
  ],
  [
    'scaffolder_get_scaffolder_task_logs',
    ({ scaffolder_execute_template: { taskId } }) => ({ taskId }),
    /"events":\[/,
  ],
  ['scaffolder_list_scaffolder_tasks', {}, /"tasks":\[\{/],
  ['search_query', { term: 'shop' }, /\/catalog\/default\/component\/shop/],
  ['techdocs_get_techdocs_metadata', { name: 'guide' }, /Guide/],
];
