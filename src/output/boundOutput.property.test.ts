import type { JsonObject, JsonValue } from '@backstage/types';
import fc from 'fast-check';
import { toOutputSchema } from '../schema/outputSchema';
import { type BoundedOutput, boundOutput } from './boundOutput';

// Shrinking outputs of this size takes minutes. Use the path that a failure
// prints instead.
const RUNS = { seed: 15, numRuns: 250, endOnFailure: true };
const tool = {
  inputSchema: { type: 'object', properties: { limit: {}, cursor: {} } },
};

const longText = fc
  .tuple(
    fc.constantFrom('word ', 'a"b\n', '漢字', '🙂', 'x'),
    fc.integer({ min: 1, max: 900 }),
  )
  .map(([unit, count]) => unit.repeat(count));
const leaf = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.string({ maxLength: 20 }),
  longText,
);
// Letters only: JavaScript moves numeric keys before all others.
const key = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', '/', '~', 'é'),
  minLength: 1,
  maxLength: 4,
});
const small: fc.Arbitrary<JsonValue> = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 3 }),
  fc.dictionary(key, leaf, { maxKeys: 3 }) as fc.Arbitrary<JsonObject>,
);
/** Repeated members, as in the lists of real outputs. */
const manyOf = (member: fc.Arbitrary<JsonValue>) =>
  fc
    .tuple(fc.array(member, { maxLength: 3 }), fc.integer({ min: 1, max: 150 }))
    .map(([members, times]) => Array(times).fill(members).flat());
const list = manyOf(small);
const map = list.map(values =>
  Object.fromEntries(values.map((value, index) => [`key${index}`, value])),
);
const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(leaf, list, map),
    fc.array(tie('value'), { maxLength: 12 }),
    fc.dictionary(key, tie('value'), {
      maxKeys: 8,
    }) as fc.Arbitrary<JsonObject>,
  ),
})).value;
const output = json.filter(value => JSON.stringify(value).length < 200_000);
const maxBytes = fc.integer({ min: 2_000, max: 20_000 });

const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

function withoutNote(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === 0 ? withoutNote(item) : item));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { _cut, ...rest } = value;
  return rest as JsonObject;
}

/** Whether it equals the original except for shorter texts and lists. */
function isCutOf(original: JsonValue, cut: JsonValue): boolean {
  if (typeof original === 'string' && cut !== original) {
    return (
      original.length > 500 &&
      typeof cut === 'string' &&
      cut.endsWith('…') &&
      original.startsWith(cut.slice(0, -1))
    );
  }
  if (typeof original !== 'object' || original === null) {
    return cut === original;
  }
  const names = Object.keys(original);
  return (
    Array.isArray(cut) === Array.isArray(original) &&
    Object.entries(cut as JsonObject).every(
      ([name, value], index) =>
        name === names[index] &&
        isCutOf((original as JsonObject)[name]!, value!),
    )
  );
}

/** The same for a whole output, with its note inside or beside it. */
function isBoundOf(
  original: JsonValue,
  { output: bound, note = '' }: BoundedOutput,
): boolean {
  if (typeof original !== 'string' || bound === original) {
    return isCutOf(original, withoutNote(bound!)) && note.length <= 600;
  }
  const [head, tail] = `${bound}`.split(`\n${note}\n`);
  return original.startsWith(head) && original.endsWith(tail);
}

describe('boundOutput, whatever the output', () => {
  it('is valid JSON below the bound, a cut of the original, and stable', () => {
    let cuts = 0;
    fc.assert(
      fc.property(output, maxBytes, (original, max) => {
        const before = JSON.stringify(original);
        const bounded = boundOutput(original, { maxBytes: max, tool });
        expect(JSON.stringify(original)).toBe(before);
        expect(bounded.leftWhole).toBeUndefined();
        expect(bounded.sizeBefore).toBe(Buffer.byteLength(before));
        expect(bounded.sizeAfter).toBe(sizeOf(bounded.output));
        expect(bounded.sizeAfter).toBeLessThanOrEqual(max);
        expect(JSON.stringify(bounded.output)).not.toMatch(/\\ud[89a-f]/);
        expect(bounded.wasCut).toBe(bounded.sizeBefore > max);
        expect(bounded.output === original).toBe(!bounded.wasCut);
        expect(isBoundOf(original, bounded)).toBe(true);
        expect(JSON.stringify(bounded.output).includes('This tool')).toBe(
          bounded.notePlace === 'inside',
        );
        cuts += bounded.wasCut ? 1 : 0;
        const again = boundOutput(bounded.output, { maxBytes: max, tool });
        expect(again.output).toBe(bounded.output);
      }),
      RUNS,
    );
    expect(cuts).toBeGreaterThan(50);
  });

  it('matches the schema that the original matches', () => {
    const schema = toOutputSchema({
      type: 'object',
      properties: {
        items: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              name: { type: 'string' },
              tags: { type: 'array', items: { type: 'string' } },
              labels: {
                type: 'object',
                additionalProperties: { type: 'string' },
              },
            },
            required: ['name', 'tags', 'labels'],
          },
        },
        total: { type: 'integer' },
      },
      required: ['items', 'total'],
    })!;
    const text = fc.oneof(fc.string(), longText);
    const item = fc.record({
      name: text,
      tags: manyOf(text) as fc.Arbitrary<JsonValue>,
      labels: fc.dictionary(key, text),
    });
    const answer = fc.record({ items: manyOf(item), total: fc.nat() });
    let cuts = 0;
    fc.assert(
      fc.property(answer, maxBytes, (original, max) => {
        const { accepts } = schema;
        const bounded = boundOutput(original, { maxBytes: max, tool, accepts });
        cuts += bounded.wasCut ? 1 : 0;
        expect(accepts(original)).toBe(true);
        expect(accepts(bounded.output)).toBe(true);
        expect(bounded.leftWhole).toBeUndefined();
        expect(bounded.sizeAfter).toBeLessThanOrEqual(max);
      }),
      { ...RUNS, numRuns: 100 },
    );
    expect(cuts).toBeGreaterThan(50);
  });
});
