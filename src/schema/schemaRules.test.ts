import type { JsonObject } from '@backstage/types';
import { SCHEMA_RULES } from './schemaRules';

function apply(name: string, node: JsonObject) {
  const change = SCHEMA_RULES.find(rule => rule.name === name)!.apply(node, {
    depth: 1,
  });
  return { node, change };
}

const text = { type: 'string' };
const count = { type: 'number' };
const a = { type: 'object', properties: { a: text }, required: ['a'] };
const b = { type: 'object', properties: { b: text }, required: ['b'] };
const both = {
  type: 'object',
  properties: { a: text, b: text },
  required: ['a', 'b'],
};
const LOOK_AHEAD = '^(?=.*\\d)[a-z\\d]+$';
const MOVED =
  'a pattern that some clients do not understand moved to the description';

it.each<[rule: string, node: JsonObject, becomes: JsonObject, change?: string]>(
  [
    ['allOf', { allOf: [a, b] }, both],
    ['allOf', { ...a, allOf: [b] }, both],
    [
      'allOf',
      { description: 'Both', allOf: [{ ...a, description: 'One' }, b] },
      { ...both, description: 'Both' },
    ],
    ['allOf', { ...text, allOf: [] }, text],
    ['alternatives', { anyOf: [text, count] }, { anyOf: [text, count] }],
    ['alternatives', { anyOf: [text, text] }, text],
    ['alternatives', { anyOf: [text, {}] }, {}],
    [
      'alternatives',
      { anyOf: [], description: 'None' },
      { description: 'None' },
    ],
    [
      'alternatives',
      { anyOf: [{ anyOf: [text, count] }, { type: 'null' }] },
      { anyOf: [text, count, { type: 'null' }] },
    ],
    [
      'alternatives',
      { ...text, anyOf: [{ minLength: 2 }, { maxLength: 1 }], default: 'a' },
      {
        anyOf: [
          { ...text, minLength: 2 },
          { ...text, maxLength: 1 },
        ],
        default: 'a',
      },
    ],
    [
      'keywords of other types',
      { properties: { a: text } },
      { type: 'object', properties: { a: text } },
    ],
    ['keywords of other types', { ...text, required: ['a'] }, text],
    ['items', { type: 'array' }, { type: 'array', items: {} }],
    ['items', { type: 'array', items: true }, { type: 'array', items: {} }],
    ['items', { type: 'array', items: text }, { type: 'array', items: text }],
    ['bounds', { ...count, exclusiveMinimum: 0 }, { ...count, minimum: 0 }],
    [
      'bounds',
      { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 9 },
      { type: 'integer', minimum: 1, maximum: 8 },
    ],
    [
      'bounds',
      { type: 'integer', exclusiveMinimum: 0.5, exclusiveMaximum: 9.5 },
      { type: 'integer', minimum: 1, maximum: 9 },
    ],
    ['bounds', { ...count, minimum: null, exclusiveMaximum: null }, count],
    [
      'formats',
      { ...text, format: 'date-time' },
      { ...text, format: 'date-time' },
    ],
    [
      'formats',
      { ...text, format: 'email', description: 'Whom' },
      { ...text, description: 'Whom. Format: email' },
      'the format email moved to the description',
    ],
    ['patterns', { ...text, pattern: '^a+$' }, { ...text, pattern: '^a+$' }],
    [
      'patterns',
      { ...text, pattern: LOOK_AHEAD },
      { ...text, description: `Pattern: ${LOOK_AHEAD}` },
      MOVED,
    ],
    [
      'patterns',
      { ...text, pattern: '(a)\\1' },
      { ...text, description: 'Pattern: (a)\\1' },
      MOVED,
    ],
    [
      'patterns',
      { ...text, pattern: '\\p{L}' },
      { ...text, description: 'Pattern: \\p{L}' },
      MOVED,
    ],
    [
      'patterns',
      { ...text, pattern: '(' },
      { ...text, description: 'Pattern: (' },
      MOVED,
    ],
    [
      'patterns',
      { ...text, pattern: `(?!${'a'.repeat(300)})` },
      text,
      'dropped a pattern that some clients do not understand',
    ],
    [
      'multiples and sets',
      { ...count, multipleOf: 5 },
      { ...count, description: 'A multiple of 5' },
    ],
    [
      'multiples and sets',
      { type: 'array', uniqueItems: true },
      { type: 'array', description: 'Each item at most once' },
    ],
  ],
)('%s: %j becomes %j', (rule, node, becomes, ...changes) => {
  const [change] = changes;
  expect(apply(rule, node)).toEqual({ node: becomes, change });
});

it.each(SCHEMA_RULES)('$name has a source', ({ source }) => {
  expect(source).not.toBe('');
});
