import fc from 'fast-check';
import { registryZod, type Zod } from '../__testUtils__/zodSchemas';
import { explainUnion } from './explainUnion';
import { issuesOf, type ValidationIssue } from './validationIssue';

/** As in the catalog's `@backstage/filter-predicates`. */
function predicateOf(z: Zod) {
  const primitive = z.union([z.string(), z.number(), z.boolean()]);
  const value: ReturnType<Zod['any']> = z.union([
    primitive,
    z.object({ $exists: z.boolean() }),
    z.object({ $in: z.array(primitive) }),
    z.object({ $contains: z.lazy(() => predicateOf(z)) }),
    z.object({ $hasPrefix: z.string() }),
  ]) as never;
  const predicate: ReturnType<Zod['any']> = z.lazy(() =>
    z.union([
      z.union([
        z.record(z.string().regex(/^(?:[^$\n\r].*)?$/), value),
        z.record(z.string().regex(/^\$/), z.never()),
      ]),
      primitive,
      z.object({ $all: z.array(predicate) }).strict(),
      z.object({ $any: z.array(predicate) }).strict(),
      z.object({ $not: predicate }).strict(),
    ]),
  ) as never;
  return predicate;
}

/** Explains the value, from issues as they arrive over HTTP. */
async function explain(
  build: (z: Zod) => ReturnType<Zod['any']>,
  value: unknown,
): Promise<string[]> {
  const z = await registryZod();
  const { error } = z.object({ value: build(z) }).safeParse({ value });
  const { issues } = JSON.parse(JSON.stringify(error));
  const read = issuesOf({
    name: 'InputError',
    message: 'Invalid input',
    cause: { name: 'ZodError', message: '', issues },
  } as never);
  return read!.first
    .flatMap(explainUnion)
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('explainUnion', () => {
  it.each<[string, unknown, string]>([
    [
      'an unknown operator of a field',
      { 'spec.type': { $badop: 1 } },
      'value.spec.type: Expected string, number, boolean or an object with $exists, $in, $contains or $hasPrefix',
    ],
    [
      'an unknown operator at the top',
      { $and: [{ kind: 'API' }] },
      'value: Expected string, number, boolean or an object with $all, $any or $not; unknown is $and',
    ],
    [
      'a text for the list of a known operator',
      { kind: { $in: 'API' } },
      'value.kind.$in: Expected array, received string',
    ],
    [
      'a problem deep inside',
      { $all: [{ kind: 'API' }, { $not: { kind: { $exists: 'yes' } } }] },
      'value.$all.1.$not.kind.$exists: Expected boolean, received string',
    ],
  ])('says what a filter expects: %s', async (_, value, said) => {
    expect(await explain(predicateOf, value)).toEqual([said]);
  });

  it.each<[string, (z: Zod) => unknown, unknown, string[]]>([
    [
      'one of two objects',
      z =>
        z.union([
          z.object({ id: z.string() }).strict(),
          z.object({ url: z.string(), type: z.string() }).strict(),
        ]),
      { uri: 'a' },
      ['value: Expected an object with id or url and type; unknown is uri'],
    ],
    [
      'a wrong value in an object, rather than the alternative list',
      z => {
        const order = z.object({
          field: z.string(),
          order: z.enum(['asc', 'desc']),
        });
        return z.union([order, z.array(order)]);
      },
      { field: 'kind', order: 'up' },
      [
        "value.order: Invalid enum value. Expected 'asc' | 'desc', received 'up'",
      ],
    ],
    [
      'literals',
      z => z.union([z.literal('a'), z.literal(null)]),
      'b',
      ['value: Expected "a" or null'],
    ],
    [
      'wrong content in a value of the right type',
      z => z.union([z.number(), z.string().min(3)]),
      'ab',
      ['value: String must contain at least 3 character(s)'],
    ],
    [
      'an issue that is not about a union',
      z => z.string(),
      7,
      ['value: Expected string, received number'],
    ],
    [
      'a missing value',
      z => z.union([z.string(), z.number()]),
      undefined,
      ['value: Required'],
    ],
  ])('explains %s', async (_, build, value, said) => {
    expect(await explain(build as never, value)).toEqual(said);
  });

  it('returns at least one explanation for any refused filter', async () => {
    const z = await registryZod();
    const keys = fc.constantFrom('kind', '$all', '$any', '$not', '$in', '$or');
    const { filter } = fc.letrec(tie => ({
      filter: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.dictionary(keys, tie('filter'), { maxKeys: 2 }),
        fc.array(tie('filter'), { maxLength: 2 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(filter, async value => {
        fc.pre(!predicateOf(z).safeParse(value).success);
        const said = await explain(predicateOf, value);
        expect(said.length).toBeGreaterThan(0);
        expect(said.join('\n')).not.toMatch(/undefined:|never/);
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  it('reads each issue only a few times, however many there are', () => {
    let reads = 0;
    const issueAt = (index: number): ValidationIssue => ({
      code: 'invalid_string',
      message: 'Invalid',
      alternatives: [],
      get path() {
        reads++;
        return ['value', `key${index}`];
      },
    });
    const alternative = Array.from({ length: 2_000 }, (_, n) => issueAt(n));
    explainUnion({
      path: ['value'],
      message: 'Invalid input',
      alternatives: [alternative, alternative.slice(0, 1_000)],
    });
    expect(reads).toBeLessThan(20 * alternative.length);
  });

  it('terminates for a filter that is wrong forty levels deep', async () => {
    let value: unknown = { kind: { $badop: 1 } };
    for (let level = 0; level < 40; level++) {
      value = { $not: value };
    }
    expect(await explain(predicateOf, value)).toEqual([
      expect.stringMatching(/kind: Expected string/),
    ]);
  });
});
