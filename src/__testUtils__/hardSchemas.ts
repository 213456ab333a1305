import fc from 'fast-check';
import type { Zod } from './zodSchemas';

type Built = ReturnType<Zod['any']>;

/** A zod schema that is hard to convert, with values that it accepts. */
export interface HardSchema {
  kind: string;
  build(z: Zod): Built;
  valid: fc.Arbitrary<unknown>;
}

export interface HardObject extends HardSchema {
  properties: HardProperty[];
}

export interface HardProperty {
  key: string;
  isOptional: boolean;
  schema: HardSchema;
}

/** Represents an absent property. */
const ABSENT = Symbol('absent');

const KEYS = [
  ...['name', 'kind', 'value', 'definitions', 'type', 'items', '$ref'],
  ...['with space', 'a/b', '100%', '$all', 'ключ', '', 'k'.repeat(70)],
];

function leaf(
  kind: string,
  build: (z: Zod) => unknown,
  values: fc.Arbitrary<unknown>,
): HardSchema {
  return {
    kind,
    build: build as HardSchema['build'],
    valid: values,
  };
}

const text = fc.string({ maxLength: 8 });

/** Schemas without parts. */
const LEAVES: HardSchema[] = [
  leaf('string', z => z.string(), text),
  leaf('bounded string', z => z.string().min(2).max(4), fc.constant('abc')),
  leaf('email', z => z.string().email(), fc.constant('jane@example.com')),
  leaf('url', z => z.string().url(), fc.constant('https://a.example')),
  leaf(
    'date-time',
    z => z.string().datetime(),
    fc.constant('2026-11-22T10:00:00Z'),
  ),
  leaf('pattern', z => z.string().regex(/^[a-z]+$/), fc.constant('abc')),
  leaf(
    'look-ahead',
    z => z.string().regex(/^(?=.*\d)[a-z\d]+$/),
    fc.constant('a1'),
  ),
  leaf(
    'back reference',
    z => z.string().regex(/^(['"]).*\1$/),
    fc.constant('"a"'),
  ),
  leaf(
    'two patterns',
    z => z.string().regex(/^a/).regex(/b$/),
    fc.constant('ab'),
  ),
  leaf('two formats', z => z.string().email().url().or(z.string()), text),
  leaf('number', z => z.number(), fc.integer()),
  leaf('positive', z => z.number().positive(), fc.integer({ min: 1 })),
  leaf(
    'integer above a fraction',
    z => z.number().int().gt(0.5).lt(9.5),
    fc.integer({ min: 1, max: 9 }),
  ),
  leaf('infinite bound', z => z.number().min(-Infinity), fc.integer()),
  leaf('multiple', z => z.number().multipleOf(5), fc.constantFrom(0, 5, 10)),
  leaf('boolean', z => z.boolean(), fc.boolean()),
  leaf('enum', z => z.enum(['a', 'b', '']), fc.constantFrom('a', 'b', '')),
  leaf(
    'nullable enum',
    z => z.enum(['a']).nullable(),
    fc.constantFrom('a', null),
  ),
  leaf('literal', z => z.literal('only'), fc.constant('only')),
  leaf('literal true', z => z.literal(true), fc.constant(true)),
  leaf(
    'mixed literals',
    z => z.union([z.literal('a'), z.literal(1), z.literal(null)]),
    fc.constantFrom('a', 1, null),
  ),
  leaf(
    'native enum',
    z => z.nativeEnum({ low: 1, high: 'high' }),
    fc.constantFrom(1, 'high'),
  ),
  leaf('null', z => z.null(), fc.constant(null)),
  leaf(
    'text or the literal null',
    z => z.union([z.string(), z.literal(null)]),
    fc.constantFrom('a', null),
  ),
  leaf(
    'described anything',
    z => z.any().describe('Anything'),
    fc.jsonValue({ maxDepth: 2 }),
  ),
  leaf(
    'map of anything',
    z => z.record(z.any()),
    fc.dictionary(fc.constantFrom('$a', 'b c'), fc.jsonValue({ maxDepth: 2 }), {
      noNullPrototype: true,
    }),
  ),
  leaf('any', z => z.any(), fc.jsonValue({ maxDepth: 1 })),
  leaf('unknown', z => z.unknown(), fc.jsonValue({ maxDepth: 1 })),
  leaf('array of any', z => z.array(z.any()), fc.array(text)),
  leaf(
    'recursive',
    z => {
      const tree: Built = z.object({
        label: z.string(),
        children: z.lazy(() => z.array(tree)).optional(),
      }) as never;
      return tree;
    },
    fc.letrec(tie => ({
      tree: fc.record(
        {
          label: text,
          children: fc.array(tie('tree'), { maxLength: 2 }),
        },
        { requiredKeys: ['label'], noNullPrototype: true },
      ),
    })).tree,
  ),
  leaf(
    'used twice',
    z => {
      const owner = z.object({ name: z.string() });
      return z.object({ first: owner, second: owner.optional() });
    },
    fc.constant({ first: { name: 'a' }, second: { name: 'b' } }),
  ),
  leaf(
    'intersection',
    z =>
      z
        .object({ a: z.object({ x: z.string() }) })
        .and(z.object({ a: z.object({ y: z.number() }), b: z.boolean() })),
    fc.constant({ a: { x: 'x', y: 1 }, b: true }),
  ),
  leaf(
    'intersection with a union',
    z =>
      z
        .union([z.object({ a: z.string() }), z.object({ b: z.number() })])
        .and(z.object({ c: z.boolean() })),
    fc.constantFrom({ a: 'x', c: true }, { b: 1, c: false }),
  ),
];

/** Schemas made of other schemas. */
const COMPOSITES: Array<(parts: HardSchema[]) => HardSchema> = [
  ([part]) => ({
    kind: `nullable ${part.kind}`,
    build: z => part.build(z).nullable() as never,
    valid: fc.oneof(part.valid, fc.constant(null)),
  }),
  ([part]) => ({
    kind: `array of ${part.kind}`,
    build: z => z.array(part.build(z)) as never,
    valid: fc.array(part.valid, { maxLength: 3 }),
  }),
  ([part]) => ({
    kind: `record of ${part.kind}`,
    build: z => z.record(part.build(z)) as never,
    valid: fc.dictionary(fc.constantFrom('one', 'b c'), part.valid, {
      noNullPrototype: true,
    }),
  }),
  ([first, second]) => ({
    kind: `tuple of ${first.kind} and ${second.kind}`,
    build: z => z.tuple([first.build(z), second.build(z)]) as never,
    valid: fc.tuple(first.valid, second.valid),
  }),
  ([first, second]) => ({
    kind: `open tuple of ${first.kind} and ${second.kind}`,
    build: z => z.tuple([first.build(z)]).rest(second.build(z)) as never,
    valid: fc
      .tuple(first.valid, fc.array(second.valid, { maxLength: 2 }))
      .map(([head, rest]) => [head, ...rest]),
  }),
  ([first, second]) => ({
    kind: `union of ${first.kind} and ${second.kind}`,
    build: z => z.union([first.build(z), second.build(z)]) as never,
    valid: fc.oneof(first.valid, second.valid),
  }),
  ([first, second]) => ({
    kind: `${first.kind} with default`,
    build: z =>
      z.object({ a: first.build(z), b: second.build(z) }).default({}) as never,
    valid: objectOf([
      { key: 'a', isOptional: false, schema: first },
      { key: 'b', isOptional: false, schema: second },
    ]).valid,
  }),
  ([first, second]) => {
    const options = [first, second].map((schema, position) =>
      objectOf([
        tag(`option ${position}`),
        { key: 'shared/key', isOptional: position === 1, schema },
      ]),
    );
    return {
      kind: `discriminated ${options.map(({ kind }) => kind)}`,
      build: z =>
        z.discriminatedUnion(
          'tag',
          options.map(option => option.build(z)) as never,
        ) as never,
      valid: fc.oneof(...options.map(option => option.valid)),
    };
  },
];

function tag(literal: string): HardProperty {
  const schema = leaf('tag', z => z.literal(literal), fc.constant(literal));
  return { key: 'tag', isOptional: false, schema };
}

/**
 * An object schema with these properties that strips others, as authors usually
 * write it.
 */
export function objectOf(properties: HardProperty[]): HardObject {
  return {
    kind: `{${properties.map(({ key, schema }) => `${key}: ${schema.kind}`)}}`,
    properties,
    build: z =>
      z.object(
        Object.fromEntries(
          properties.map(({ key, isOptional, schema }) => [
            key,
            isOptional ? schema.build(z).optional() : schema.build(z),
          ]),
        ),
      ) as never,
    valid: fc
      .tuple(
        ...properties.map(({ isOptional, schema }) =>
          isOptional ? fc.option(schema.valid, { nil: ABSENT }) : schema.valid,
        ),
      )
      .map(values =>
        Object.fromEntries(
          properties
            .map(({ key }, position) => [key, values[position]])
            .filter(([, value]) => value !== ABSENT),
        ),
      ),
  };
}

function schemaOfDepth(depth: number): fc.Arbitrary<HardSchema> {
  const leaves = fc.constantFrom(...LEAVES);
  if (depth === 0) {
    return leaves;
  }
  const part = schemaOfDepth(depth - 1);
  return fc.oneof(
    leaves,
    fc
      .tuple(fc.constantFrom(...COMPOSITES), part, part)
      .map(([compose, first, second]) => compose([first, second])),
    hardObject(depth - 1),
  );
}

function hardObject(depth: number): fc.Arbitrary<HardObject> {
  return fc
    .uniqueArray(
      fc.record({
        key: fc.constantFrom(...KEYS),
        isOptional: fc.boolean(),
        schema: schemaOfDepth(depth),
      }),
      { maxLength: 4, selector: ({ key }) => key },
    )
    .map(objectOf);
}

/** Every schema that is not made of others, for tables. */
export const HARD_KINDS: readonly HardSchema[] = LEAVES;

/** Any hard schema, with a value that it accepts. */
export const hardSchemaAndSample = fc
  .oneof(hardObject(2), schemaOfDepth(3))
  .chain(withSample);

/** Any hard object, with a value that it accepts. */
export const hardObjectAndSample = hardObject(2).chain(withSample);

function withSample<T extends HardSchema>(
  schema: T,
): fc.Arbitrary<[T, unknown]> {
  return schema.valid.map(value => [schema, value]);
}
