import type { JsonObject } from '@backstage/types';
import { SHAPE_RULES } from './shapeRules';

function apply(name: string, node: JsonObject) {
  const change = SHAPE_RULES.find(rule => rule.name === name)!.apply(node, {
    depth: 1,
  });
  return { node, change };
}

const text = { type: 'string' };
const count = { type: 'number' };

it.each<[rule: string, node: JsonObject, becomes: JsonObject, change?: string]>(
  [
    [
      'impossible alternatives',
      { anyOf: [{ not: {} }, text] },
      { anyOf: [text] },
    ],
    ['impossible alternatives', { oneOf: [{ not: {} }] }, { oneOf: [] }],
    [
      'impossible alternatives',
      { additionalProperties: { not: {} } },
      { additionalProperties: false },
    ],
    [
      'malformed keywords',
      { title: 1, description: {}, enum: 'a', required: ['a', 1], pattern: [] },
      { required: ['a'] },
    ],
    ['malformed keywords', { required: 'a', format: 1 }, { required: [] }],
    [
      'null literals',
      { type: 'object', description: 'Until' },
      {
        type: ['object', 'null'],
        additionalProperties: true,
        description: 'Until',
      },
    ],
    [
      'null literals',
      { type: 'object', properties: {} },
      { type: 'object', properties: {} },
    ],
    ['const', { const: 'a' }, { enum: ['a'] }],
    ['const', { const: null }, { enum: [null] }],
    ['oneOf', { oneOf: [text] }, { anyOf: [text] }],
    ['oneOf', { oneOf: [text], anyOf: [count] }, { anyOf: [count, text] }],
    ['types of literals', { enum: ['a'] }, { type: 'string', enum: ['a'] }],
    [
      'types of literals',
      { enum: ['a', 1] },
      { type: ['string', 'number'], enum: ['a', 1] },
    ],
    ['unknown types', { type: 'any' }, {}],
    ['unknown types', { type: ['string', 5] }, {}],
    ['unknown types', { ...text }, text],
    ['type lists', { type: ['string'] }, text],
    ['type lists', { type: ['string', 'string'] }, text],
    [
      'type lists',
      { type: ['string', 'null'], minLength: 1, description: 'Who' },
      {
        anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }],
        description: 'Who',
      },
    ],
    [
      'type lists',
      { type: ['string', 'null'], enum: ['a'] },
      { type: 'string', enum: ['a'] },
    ],
    [
      'type lists',
      { type: ['array', 'null'], items: text },
      { anyOf: [{ type: 'array', items: text }, { type: 'null' }] },
    ],
    [
      'type lists',
      { type: ['string', 'null'], anyOf: [text] },
      { anyOf: [text] },
    ],
    [
      'tuples',
      { items: [text, count], minItems: 2, maxItems: 2 },
      { items: { anyOf: [text, count] }, minItems: 2, maxItems: 2 },
      'a tuple became a list of any of its types',
    ],
    [
      'tuples',
      { items: [text], additionalItems: count },
      { items: { anyOf: [text, count] } },
      'a tuple became a list of any of its types',
    ],
    [
      'tuples',
      { prefixItems: [text, text], items: false },
      { items: text },
      'a tuple became a list of any of its types',
    ],
    [
      'tuples',
      { prefixItems: [text] },
      { items: { anyOf: [text, {}] } },
      'a tuple became a list of any of its types',
    ],
    [
      'tuples',
      { items: [], maxItems: 0 },
      { items: {}, maxItems: 0 },
      'a tuple became a list of any of its types',
    ],
    ['tuples', { items: text }, { items: text }],
    [
      'pattern properties',
      { patternProperties: { '^a': text }, additionalProperties: false },
      { additionalProperties: true },
      'dropped patternProperties',
    ],
    [
      'unsupported keywords',
      { ...text, $schema: 'a', $id: 'b', $comment: 'c' },
      text,
    ],
    [
      'unsupported keywords',
      { type: 'object', propertyNames: text, if: {}, 'x-order': 1 },
      { type: 'object' },
      'dropped propertyNames, if, x-order',
    ],
    ['unsupported keywords', { allOf: [text] }, { allOf: [text] }],
  ],
)('%s: %j becomes %j', (rule, node, becomes, ...changes) => {
  const [change] = changes;
  expect(apply(rule, node)).toEqual({ node: becomes, change });
});

it.each(SHAPE_RULES)('$name has a source', ({ source }) => {
  expect(source).not.toBe('');
});
