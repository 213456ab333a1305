import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import type { BuildSchema } from './zodSchemas';

/** An action that always returns the same output, and what a client reads. */
export interface AnswerAction {
  name: string;
  output: BuildSchema;
  answer: unknown;
  /** The output as JSON, when it differs from the output itself. */
  read?: unknown;
}

const any: BuildSchema = z => z.any();

/** Outputs that match their schemas. */
export const FITTING: readonly AnswerAction[] = [
  {
    name: 'regex-flag',
    output: z => z.object({ key: z.string().regex(/^[a-z]{3}-\d+$/i) }),
    answer: { key: 'ABC-12' },
  },
  {
    name: 'object',
    output: z => z.object({ greeting: z.string() }),
    answer: { greeting: 'Hello "you"\n\u2028' },
  },
  { name: 'empty-record', output: z => z.record(z.number()), answer: {} },
  { name: 'list', output: z => z.array(z.string()), answer: ['a', 'b'] },
  { name: 'empty-list', output: z => z.array(z.string()), answer: [] },
  { name: 'number', output: z => z.number(), answer: 2 },
  { name: 'zero', output: z => z.number(), answer: 0 },
  { name: 'boolean', output: z => z.boolean(), answer: false },
  { name: 'nothing', output: z => z.null(), answer: null },
  {
    name: 'object-or-list',
    output: z => z.union([z.object({ a: z.number() }), z.array(z.number())]),
    answer: { a: 1 },
  },
  {
    name: 'local-time',
    output: z => z.object({ at: z.string().datetime({ local: true }) }),
    answer: { at: '2026-01-02T03:04:05' },
  },
];

/** Outputs that have no schema, or are texts. */
export const PLAIN: readonly AnswerAction[] = [
  { name: 'any-object', output: any, answer: { a: [1, null] } },
  { name: 'any-list', output: any, answer: ['a'] },
  { name: 'any-null', output: any, answer: null },
  { name: 'any-text', output: any, answer: 'Hello "you"' },
  { name: 'text', output: z => z.string(), answer: 'Hello "you"' },
  { name: 'empty-text', output: z => z.string(), answer: '' },
  { name: 'choice', output: z => z.enum(['yes', 'no']), answer: 'yes' },
  {
    name: 'text-or-nothing',
    output: z => z.string().nullable(),
    answer: 'Hello',
  },
];

/** Outputs that zod accepts and that violate the JSON Schema. */
export const MISFITS: readonly AnswerAction[] = [
  {
    name: 'infinity',
    output: z => z.object({ sum: z.number() }),
    answer: { sum: Infinity },
    read: { sum: null },
  },
  {
    name: 'transform',
    output: z => z.object({ seats: z.number().transform(String) }),
    answer: { seats: 8 },
    read: { seats: '8' },
  },
  {
    name: 'map',
    output: z => z.object({ sizes: z.map(z.string(), z.number()) }),
    answer: { sizes: new Map([['a', 1]]) },
    read: { sizes: {} },
  },
  {
    name: 'set',
    output: z => z.object({ tags: z.set(z.string()) }),
    answer: { tags: new Set(['a']) },
    read: { tags: {} },
  },
  {
    name: 'optional-root',
    output: z => z.object({ a: z.string() }).optional(),
    answer: undefined,
  },
  {
    name: 'list-of-infinity',
    output: z => z.array(z.number()),
    answer: [-Infinity],
    read: [null],
  },
];

/** Outputs that the Actions Registry itself refuses. */
export const WITHHELD: readonly AnswerAction[] = [
  {
    name: 'nan',
    output: z => z.object({ sum: z.number() }),
    answer: { sum: NaN },
  },
];

/** Ends in the first half of a surrogate pair, as text may after a cut. */
const HALF: AnswerAction = {
  name: 'half-character',
  output: z => z.string(),
  answer: 'cut \ud83d here',
};

/**
 * The output of the last action, in place of the number that its schema
 * promises.
 */
export const generated: { value: unknown } = { value: 0 };
const GENERATED: AnswerAction = {
  name: 'generated',
  output: z => z.object({ value: z.number().transform(() => generated.value) }),
  answer: { value: 0 },
};

/** A plugin with all of these actions. */
export const answerPlugin = createBackendPlugin({
  pluginId: 'answer',
  register(env) {
    env.registerInit({
      deps: { actionsRegistry: actionsRegistryServiceRef },
      async init({ actionsRegistry }) {
        const all = [
          ...FITTING,
          ...PLAIN,
          ...MISFITS,
          ...WITHHELD,
          HALF,
          GENERATED,
        ];
        for (const { name, output, answer } of all) {
          actionsRegistry.register({
            name,
            title: name,
            description: 'Always answers the same',
            attributes: { readOnly: true },
            schema: { input: z => z.object({}), output: output as never },
            action: async () => ({ output: answer }) as never,
          });
        }
      },
    });
  },
});
