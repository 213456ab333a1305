import type { BuildSchema } from './zodSchemas';

/** An action of a plugin that is not installed here, as far as its input goes. */
export interface FieldSchema {
  action: string;
  input: BuildSchema;
  valid: object[];
  invalid: object[];
}

/**
 * The inputs of actions of scaffolder-backend 4.2.0, search-backend 2.1.7,
 * notifications-backend 0.6.9 and kubernetes-backend 0.21.11, written after
 * their descriptions.
 */
export const FIELD_SCHEMAS: readonly FieldSchema[] = [
  {
    action: 'scaffolder:list-scaffolder-actions',
    input: z => z.object({}),
    valid: [{}],
    invalid: [],
  },
  {
    action: 'scaffolder:dry-run-template',
    input: z =>
      z.object({
        templateYaml: z.string().describe('The YAML of the template'),
        values: z.record(z.unknown()).optional(),
        files: z
          .array(z.object({ path: z.string(), content: z.string() }))
          .optional(),
      }),
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
    input: z =>
      z.object({
        templateRef: z.string(),
        values: z.record(z.unknown()),
        secrets: z.record(z.string()).optional(),
      }),
    valid: [{ templateRef: 'template:default/web', values: { name: 'web' } }],
    invalid: [
      { templateRef: 'template:default/web' },
      { templateRef: 'template:default/web', values: 'name' },
      { templateRef: 'a', values: {}, secrets: { token: 5 } },
    ],
  },
  {
    action: 'scaffolder:get-scaffolder-task-logs',
    input: z =>
      z.object({ taskId: z.string(), after: z.number().int().optional() }),
    valid: [{ taskId: 'a' }, { taskId: 'a', after: 12 }],
    invalid: [{ after: 12 }, { taskId: 'a', after: 1.5 }],
  },
  {
    action: 'scaffolder:list-scaffolder-tasks',
    input: z => {
      const status = z.enum(['open', 'processing', 'completed', 'failed']);
      return z.object({
        owned: z.boolean().optional().default(false),
        limit: z.number().int().min(1).max(1000).optional(),
        offset: z.number().int().min(0).optional(),
        status: z.union([status, z.array(status).nonempty()]).optional(),
      });
    },
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
    input: z =>
      z.object({
        term: z.string(),
        types: z.array(z.enum(['software-catalog', 'techdocs'])).optional(),
        filters: z
          .record(
            z.union([z.string(), z.array(z.string()), z.boolean(), z.number()]),
          )
          .optional(),
        pageLimit: z.number().int().max(100).optional().default(10),
        pageCursor: z.string().optional(),
      }),
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
    invalid: [{}, { term: 'auth', types: ['jira'] }, { term: 5 }],
  },
  {
    action: 'notifications:get-notifications',
    input: z =>
      z.object({
        view: z.enum(['all', 'read', 'saved', 'unread']).optional(),
        search: z.string().optional(),
        topic: z.string().optional(),
        minimumSeverity: z
          .enum(['critical', 'high', 'normal', 'low'])
          .optional(),
        createdAfter: z.string().datetime().optional(),
        offset: z.number().int().min(0).optional(),
        limit: z.number().int().min(1).max(100).optional(),
      }),
    valid: [
      {},
      { view: 'unread', createdAfter: '2026-11-22T10:00:00Z', limit: 100 },
    ],
    invalid: [{ view: 'gone' }, { limit: 101 }, { createdAfter: 'yesterday' }],
  },
  {
    action: 'kubernetes:get-kubernetes-clusters',
    input: z => z.object({}),
    valid: [{}],
    invalid: [],
  },
  {
    action: 'kubernetes:get-kubernetes-resources-for-entity',
    input: z =>
      z.object({
        name: z.string(),
        kind: z.string().optional(),
        namespace: z.string().optional(),
      }),
    valid: [{ name: 'web' }, { name: 'web', kind: 'Component' }],
    invalid: [{ kind: 'Component' }, { name: ['web'] }],
  },
];
