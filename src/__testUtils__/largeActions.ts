import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import type { BuildSchema } from './zodSchemas';

/** An action whose output is above the bound, and where a client reads so. */
export interface LargeAction {
  name: string;
  output: BuildSchema;
  answer: unknown;
  /** `structured`: in the structured content. `text`: in the one text block. */
  noteIn: 'structured' | 'text' | 'block before';
}

/** What the tests bound outputs by. */
export const LARGE_BOUND_BYTES = 6_000;

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const services = times(1_000, index => ({
  name: `service-${index}`,
  description: 'Orders “bikes”. '.repeat(50),
}));
const sizes = Object.fromEntries(
  services.map(({ name }, index) => [name, index]),
);

/** One of each kind of output. */
export const LARGE_ACTIONS: readonly LargeAction[] = [
  {
    name: 'object',
    output: z =>
      z.object({
        items: z.array(z.object({ name: z.string(), description: z.string() })),
        totalItems: z.number(),
      }),
    answer: { items: services, totalItems: 1_000 },
    noteIn: 'structured',
  },
  {
    name: 'required-texts',
    output: z =>
      z.object({ name: z.string(), definition: z.string() }).strict(),
    answer: { name: 'petstore', definition: 'openapi: 3.0.0\n'.repeat(40_000) },
    noteIn: 'structured',
  },
  {
    name: 'list',
    output: z => z.array(z.object({ name: z.string() })),
    answer: services,
    noteIn: 'structured',
  },
  {
    name: 'list-of-texts',
    output: z => z.array(z.string()),
    answer: services.map(({ name }) => name),
    noteIn: 'block before',
  },
  {
    name: 'map',
    output: z => z.record(z.number()),
    answer: sizes,
    noteIn: 'block before',
  },
  {
    name: 'union',
    output: z =>
      z.union([
        z.object({ error: z.string() }),
        z.object({ services: z.array(z.object({ name: z.string() })) }),
      ]),
    answer: { services },
    noteIn: 'structured',
  },
  {
    name: 'object-or-list',
    output: z => z.union([z.object({ a: z.number() }), z.array(z.number())]),
    answer: times(9_000, index => index),
    noteIn: 'block before',
  },
  {
    name: 'text',
    output: z => z.string(),
    answer: times(20_000, index => `line ${index}`).join('\n'),
    noteIn: 'text',
  },
  {
    name: 'any-object',
    output: z => z.any(),
    answer: { services },
    noteIn: 'text',
  },
  {
    name: 'any-list',
    output: z => z.any(),
    answer: services.map(({ name }) => name),
    noteIn: 'block before',
  },
  {
    name: 'image',
    output: z => z.any(),
    answer: {
      $mcpContent: [
        { type: 'text', text: 'The plan of the garage' },
        {
          type: 'image',
          mimeType: 'image/png',
          data: 'iVBORw0KGgoAAAAN'.repeat(9_000),
        },
      ],
    },
    noteIn: 'block before',
  },
];

const namedRates = Object.fromEntries(
  times(150, index => [`rate-of-a-service-with-a-very-long-name-${index}`, 1]),
);

/** Its schema requires every key, of more than an object has that is no map. */
export const WHOLE: Omit<LargeAction, 'noteIn'> = {
  name: 'required-keys',
  output: z =>
    z.object(
      Object.fromEntries(Object.keys(namedRates).map(key => [key, z.number()])),
    ),
  answer: namedRates,
};

/** How often each of them ran, by name. */
export const runs = new Map<string, number>();

/** A plugin with all of them, each with an argument that narrows. */
export const largePlugin = createBackendPlugin({
  pluginId: 'large',
  register(env) {
    env.registerInit({
      deps: { actionsRegistry: actionsRegistryServiceRef },
      async init({ actionsRegistry }) {
        for (const { name, output, answer } of [...LARGE_ACTIONS, WHOLE]) {
          actionsRegistry.register({
            name,
            title: name,
            description: 'Answers a lot',
            attributes: { readOnly: true },
            schema: {
              input: z => z.object({ limit: z.number().optional() }),
              output: output as never,
            },
            action: async () => {
              runs.set(name, (runs.get(name) ?? 0) + 1);
              return { output: answer } as never;
            },
          });
        }
      },
    });
  },
});
