import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { BuildSchema, Zod } from './zodSchemas';

/** An action that returns its input, and how a client calls it. */
export interface HardAction {
  name: string;
  input: BuildSchema;
  /** The arguments that a client sends. */
  args: JsonObject;
  /** The input that the action receives, when it differs. */
  received?: JsonValue;
  /** Input that the action refuses. */
  wrong: JsonObject;
}

function treeOf(z: Zod) {
  const tree: ReturnType<Zod['any']> = z.object({
    label: z.string(),
    children: z.lazy(() => z.array(tree)).optional(),
  }) as never;
  return tree;
}

const TREE = {
  label: 'a',
  children: [
    { label: 'b', children: [{ label: 'c', children: [{ label: 'd' }] }] },
  ],
};

/** One for each kind of input that some client or provider cannot handle. */
export const HARD_ACTIONS: readonly HardAction[] = [
  {
    name: 'union-root',
    input: z =>
      z.union([z.object({ id: z.string() }), z.object({ url: z.string() })]),
    args: { url: 'https://a.example' },
    wrong: { id: 5 },
  },
  {
    name: 'discriminated-root',
    input: z =>
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('user'), name: z.string() }),
        z.object({ kind: z.literal('group'), size: z.number() }),
      ]),
    args: { kind: 'group', size: 3 },
    wrong: { kind: 'group', name: 'jane' },
  },
  {
    name: 'nested-union-root',
    input: z =>
      z.union([
        z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]),
        z.object({ c: z.string() }),
      ]),
    args: { c: 'x' },
    wrong: { d: 'x' },
  },
  {
    name: 'array-root',
    input: z => z.array(z.object({ name: z.string() })),
    args: { value: [{ name: 'web' }, { name: 'api' }] },
    received: [{ name: 'web' }, { name: 'api' }],
    wrong: { value: [{ name: 5 }] },
  },
  {
    name: 'array-or-object-root',
    input: z => z.union([z.array(z.string()), z.object({ name: z.string() })]),
    args: { value: { name: 'web' } },
    received: { name: 'web' },
    wrong: { value: { name: 5 } },
  },
  {
    name: 'tuple-root',
    input: z => z.tuple([z.string(), z.number()]).rest(z.boolean()),
    args: { value: ['a', 1, true] },
    received: ['a', 1, true],
    wrong: { value: [1, 'a'] },
  },
  {
    name: 'intersection-root',
    input: z =>
      z
        .object({ of: z.object({ x: z.string() }) })
        .and(z.object({ of: z.object({ y: z.number() }) })),
    args: { of: { x: 'a', y: 1 } },
    wrong: { of: { x: 'a' } },
  },
  {
    name: 'optional-root',
    input: z => z.object({ name: z.string() }).optional(),
    args: { name: 'web' },
    wrong: { name: 5 },
  },
  {
    name: 'record-root',
    input: z => z.record(z.number()),
    args: { 'a b': 1, $c: 2 },
    wrong: { 'a b': 'one' },
  },
  {
    name: 'recursive',
    input: treeOf,
    args: TREE,
    wrong: { label: 'a', children: [{ children: [] }] },
  },
  {
    name: 'illegal-keys',
    input: z =>
      z.object({
        $filter: z.object({ 'spec/type': z.string() }),
        'зона 1': z.array(z.object({ 'a b': z.number() })),
      }),
    args: { _filter: { 'spec/type': 'x' }, _1: [{ 'a b': 1 }] },
    received: { $filter: { 'spec/type': 'x' }, 'зона 1': [{ 'a b': 1 }] },
    wrong: { _filter: { 'spec/type': 5 } },
  },
  {
    name: 'illegal-keys-as-they-are',
    input: z => z.object({ $filter: z.string().optional() }),
    args: { $filter: 'x' },
    wrong: { $filter: 5 },
  },
  {
    name: 'definitions-as-key',
    input: z => z.object({ definitions: z.object({ $ref: z.string() }) }),
    args: { definitions: { $ref: '#/a' } },
    wrong: { definitions: 5 },
  },
  {
    name: 'used-twice',
    input: z => {
      const owner = z.object({ name: z.string() });
      return z.object({ '100%': owner, second: owner, 'a/b': z.array(owner) });
    },
    args: {
      '100_': { name: 'a' },
      second: { name: 'b' },
      a_b: [{ name: 'c' }],
    },
    received: {
      '100%': { name: 'a' },
      second: { name: 'b' },
      'a/b': [{ name: 'c' }],
    },
    wrong: { '100_': { name: 'a' }, second: {} },
  },
  {
    name: 'null-literal',
    input: z => z.object({ until: z.union([z.string(), z.literal(null)]) }),
    args: { until: null },
    wrong: { until: 5 },
  },
  {
    name: 'literals',
    input: z =>
      z.object({
        isSure: z.literal(true),
        level: z.union([z.literal(1), z.literal(2)]),
        scope: z.enum(['', 'all']),
      }),
    args: { isSure: true, level: 2, scope: '' },
    wrong: { isSure: true, level: 3, scope: '' },
  },
  {
    name: 'patterns-and-formats',
    input: z =>
      z.object({
        password: z.string().regex(/^(?=.*\d)[a-z\d]+$/),
        email: z.string().email(),
        count: z.number().int().gt(0.5).multipleOf(2),
      }),
    args: { password: 'a1', email: 'jane@example.com', count: 2 },
    wrong: { password: 'aa', email: 'jane@example.com', count: 2 },
  },
  {
    name: 'anything',
    input: z => z.object({ given: z.any(), list: z.array(z.unknown()) }),
    args: { given: { a: [1, null] }, list: [1, 'a', { b: null }] },
    wrong: { given: 1, list: 5 },
  },
];

/**
 * A plugin with these actions. The registry's types require objects, but its
 * code does not.
 */
export const hardPlugin = createBackendPlugin({
  pluginId: 'hard',
  register(env) {
    env.registerInit({
      deps: { actionsRegistry: actionsRegistryServiceRef },
      async init({ actionsRegistry }) {
        for (const { name, input } of HARD_ACTIONS) {
          actionsRegistry.register({
            name,
            title: name,
            description: 'Answers its own input',
            schema: {
              input: input as never,
              output: z => z.object({ received: z.any() }),
            },
            action: async (context: { input: unknown }) => ({
              output: { received: context.input },
            }),
          });
        }
      },
    });
  },
});
