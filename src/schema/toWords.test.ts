import type { JsonObject } from '@backstage/types';
import { toWords } from './toWords';

const text = { type: 'string' };
const count = { type: 'number' };

it.each<[JsonObject, string]>([
  [text, 'string'],
  [{ ...text, description: 'Who' }, 'string (Who)'],
  [{ ...text, enum: ['asc', 'desc'] }, '"asc" or "desc"'],
  [{ type: 'array', items: text }, 'list of string'],
  [
    { type: 'array', items: { anyOf: [text, count] } },
    'list of (string or number)',
  ],
  [{ type: 'object' }, 'object'],
  [{ type: 'object', additionalProperties: count }, 'map of number'],
  [
    {
      type: 'object',
      properties: { a: text, b: { ...count, description: 'How many' } },
      required: ['a'],
    },
    '{a: string, b?: number (How many)}',
  ],
  [{ type: 'object', description: 'Same as query' }, 'object (Same as query)'],
  [
    {
      anyOf: [
        { ...text, description: 'Same as any' },
        ...['number', 'boolean', 'null', 'object', 'array'].map(type => ({
          type,
        })),
      ],
    },
    'anything (Same as any)',
  ],
])('describes %j as %s', (schema, words) => {
  expect(toWords(schema)).toBe(words);
});

it('stays short', () => {
  const wide = (levels: number): JsonObject => ({
    type: 'object',
    properties: Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [
        `property${n}`,
        levels > 0 ? wide(levels - 1) : text,
      ]),
    ),
  });
  expect(toWords(wide(2)).length).toBeLessThanOrEqual(600);
});
