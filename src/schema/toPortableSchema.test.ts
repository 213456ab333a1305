import type { JsonObject } from '@backstage/types';
import { violationsOf } from '../__testUtils__/providerRules';
import { toPortableSchema } from './toPortableSchema';

const text = { type: 'string' };

const anything = (...others: JsonObject[]) => ({
  anyOf: [
    text,
    { type: 'number' },
    { type: 'boolean' },
    { type: 'null' },
    ...others,
    { type: 'object' },
  ],
});
const LIST = { type: 'array', items: anything() };
const ANYTHING = anything({ type: 'array', items: anything(LIST) });

function portableProperty(property: JsonObject): unknown {
  const { schema } = toPortableSchema({
    type: 'object',
    properties: { property },
  });
  return (schema.properties as JsonObject).property;
}

describe('toPortableSchema', () => {
  it('leaves a portable schema unchanged', () => {
    const schema = {
      type: 'object',
      properties: { name: { ...text, description: 'Who', minLength: 1 } },
      required: ['name'],
      additionalProperties: false,
    };
    expect(toPortableSchema(schema)).toMatchObject({ schema, changes: [] });
  });

  it('leaves the original unchanged', () => {
    const original = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      anyOf: [
        { type: 'object', properties: { 'a b': { const: 1 } } },
        { type: 'object', properties: { $c: { type: ['string', 'null'] } } },
      ],
    };
    const before = JSON.stringify(original);
    toPortableSchema(original);
    expect(JSON.stringify(original)).toBe(before);
  });

  it.each<[string, JsonObject, JsonObject]>([
    [
      'applies the other rules to the result of a type list',
      { type: ['array', 'integer'], exclusiveMinimum: 0 },
      {
        anyOf: [
          { type: 'array', items: ANYTHING },
          { type: 'integer', minimum: 1 },
        ],
      },
    ],
    [
      'applies the other rules to the result of a 2020-12 tuple',
      {
        type: 'array',
        prefixItems: [{ ...text, format: 'uri' }],
        items: false,
      },
      { type: 'array', items: { ...text, description: 'Format: uri' } },
    ],
    [
      'keeps only the wrapped part of an optional',
      { type: 'array', items: { anyOf: [{ not: {} }, text] } },
      { type: 'array', items: text },
    ],
    [
      'describes the literals of a union in words',
      { type: ['string', 'number'], enum: ['a', 1], description: 'Level' },
      {
        anyOf: [
          { ...text, enum: ['a'], description: 'Level' },
          { type: 'number', description: 'Always 1' },
        ],
      },
    ],
    [
      'opens nested intersections',
      {
        allOf: [
          {
            type: 'object',
            properties: { a: text },
            additionalProperties: false,
          },
          {
            type: 'object',
            properties: { b: text },
            additionalProperties: false,
          },
        ],
      },
      { type: 'object', properties: { a: text, b: text } },
    ],
  ])('%s', (_, property, portable) => {
    expect(portableProperty(property)).toEqual(portable);
  });

  it.each<[string, JsonObject, JsonObject]>([
    [
      'z.union([z.string(), z.literal(null)])',
      { anyOf: [text, { type: 'object' }] },
      {
        anyOf: [
          text,
          { type: 'null' },
          { type: 'object', additionalProperties: true },
        ],
      },
    ],
    [
      "z.any().describe('Anything')",
      { description: 'Anything' },
      {
        anyOf: [
          { ...text, description: 'Anything' },
          ...ANYTHING.anyOf.slice(1),
        ],
      },
    ],
    [
      'z.record(z.any())',
      { type: 'object', additionalProperties: {} },
      { type: 'object', additionalProperties: true },
    ],
    ['z.null()', { type: 'null' }, { type: 'null' }],
    ['z.literal(null) among literals', { const: null }, { type: 'null' }],
  ])('shows %s with its meaning', (_, property, portable) => {
    expect(portableProperty(property)).toEqual(portable);
  });

  it.each<JsonObject>([
    { type: 'object' },
    { type: 'object', additionalProperties: {} },
    {},
    { anyOf: [{ type: 'object' }, { type: 'object', properties: {} }] },
  ])('has properties at the root of %j', schema => {
    expect(toPortableSchema(schema).schema).toMatchObject({
      type: 'object',
      properties: {},
    });
  });

  it('opens a nested object with names that some providers refuse', () => {
    expect(
      portableProperty({
        type: 'object',
        properties: {
          $in: { type: 'array', items: text, description: 'Any of them' },
        },
        required: ['$in'],
        additionalProperties: false,
      }),
    ).toEqual({
      type: 'object',
      description: 'An object with $in: list of string (Any of them)',
    });
  });

  it.each<JsonObject>([
    { type: 'object', properties: null },
    { type: 'object', properties: [] },
    { type: 'object', required: 'name' },
    { anyOf: 'none' },
    { allOf: [true, null, 5] },
    { type: 5 },
    { type: [] },
    { enum: [] },
    { enum: 'a' },
    { $ref: 5 },
    { $ref: '#/%' },
    { type: 'array', items: [[]] },
    { type: 'string', pattern: 5, format: {} },
    JSON.parse('{"type":"object","properties":{"__proto__":{"const":1}}}'),
  ])('makes something harmless of %j', malformed => {
    for (const schema of [
      malformed,
      { type: 'object', properties: { property: malformed } },
    ]) {
      expect(violationsOf(toPortableSchema(schema).schema)).toEqual([]);
    }
  });

  it('reports what it changed', () => {
    const { changes } = toPortableSchema({
      type: 'array',
      items: {
        type: 'object',
        properties: {
          'a b': { ...text, format: 'uuid' },
          children: { $ref: '#/items' },
        },
        propertyNames: text,
      },
    });
    expect(changes).toEqual([
      'a recursive part was cut: the rest accepts anything',
      'dropped propertyNames',
      'the format uuid moved to the description',
      'its input is not an object: it goes into the property value',
      'nested properties with names that some providers refuse moved to the description',
    ]);
  });
});

describe('toInput', () => {
  const properties = {
    'a b': text,
    list: { type: 'array', items: { $ref: '#' } },
  };

  it('restores the names of properties at the root', () => {
    const { schema, toInput } = toPortableSchema({
      type: 'object',
      properties,
      required: ['a b'],
    });
    expect(schema.required).toEqual(['a_b']);
    expect(toInput({ a_b: 'x', other: null })).toEqual({
      'a b': 'x',
      other: null,
    });
  });

  it('passes nested values unchanged', () => {
    const { toInput } = toPortableSchema({ type: 'object', properties });
    const list = [{ a_b: 1, 'a b': 2 }];
    expect(toInput({ list })).toEqual({ list });
  });

  it('accepts the original names as well, which a closed object would refuse', () => {
    const { schema, toInput } = toPortableSchema({
      type: 'object',
      properties,
      additionalProperties: false,
    });
    expect(toInput({ 'a b': 'x' })).toEqual({ 'a b': 'x' });
    expect(schema).not.toHaveProperty('additionalProperties');
  });

  it.each([
    [text, { ...text, description: 'Stands for "a b"' }],
    [
      { type: ['string', 'null'] },
      {
        anyOf: [{ ...text, description: 'Stands for "a b"' }, { type: 'null' }],
      },
    ],
  ])('describes what a name stands for in %j', (property, a_b) => {
    const { schema } = toPortableSchema({
      type: 'object',
      properties: { 'a b': property },
    });
    expect(schema.properties).toEqual({ a_b });
  });

  it.each([
    [{ value: ['a'] }, ['a']],
    [{}, null],
  ])('unwraps an input that is not an object from %j', (args, input) => {
    const { toInput } = toPortableSchema({ type: 'array', items: text });
    expect(toInput(args)).toEqual(input);
  });

  it('passes anything else unchanged', () => {
    const args = { value: 1, 'a b': [] };
    expect(toPortableSchema({ type: 'object' }).toInput(args)).toBe(args);
  });
});
