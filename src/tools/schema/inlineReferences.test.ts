import type { JsonObject } from '@backstage/types';
import { inlineReferences } from './inlineReferences';

const text = { type: 'string' };

function inlineProperty(property: JsonObject, rest: JsonObject = {}) {
  const { schema, changes } = inlineReferences({
    type: 'object',
    properties: { first: text, found: property },
    ...rest,
  });
  return { found: (schema.properties as JsonObject).found, changes };
}

describe('inlineReferences', () => {
  it.each<[string, JsonObject]>([
    ['#/properties/first', {}],
    ['#/definitions/text', { definitions: { text } }],
    ['#/$defs/text', { $defs: { text } }],
    ['#/$defs/a~1b', { $defs: { 'a/b': text } }],
    ['#/$defs/a~0b', { $defs: { 'a~b': text } }],
    ['#/$defs/a%20b', { $defs: { 'a b': text } }],
    ['#/anyOf/1', { anyOf: [{}, text] }],
    [
      '#/$defs/outer/properties/inner',
      { $defs: { outer: { properties: { inner: text } } } },
    ],
  ])('finds %s', ($ref, rest) => {
    expect(inlineProperty({ $ref }, rest)).toEqual({
      found: text,
      changes: [],
    });
  });

  it.each<[string, JsonObject]>([
    ['#/properties/a/b', { 'a/b': text }],
    ['#/properties/a/b/c', { 'a/b/c': text, a: { b: {} } }],
    ['#/properties/100%', { '100%': text }],
    ['#/properties/', { '': text }],
    ['#/properties/a~1', { 'a~1': text }],
  ])(
    'finds %s, which zod-to-json-schema does not escape',
    ($ref, properties) => {
      const { schema } = inlineReferences({
        properties: { ...properties, found: { $ref } },
      });
      expect((schema.properties as JsonObject).found).toEqual(text);
    },
  );

  it.each([
    '#/$defs/missing',
    '#/constructor',
    'https://example.com/schema.json',
    '#anchor',
  ])('takes anything where %s leads nowhere, and says so', $ref => {
    expect(inlineProperty({ $ref, description: 'What' })).toEqual({
      found: { description: 'What' },
      changes: [`the reference ${$ref} leads nowhere: accepts anything`],
    });
  });

  it('prefers what stands beside the reference', () => {
    const { found } = inlineProperty({
      $ref: '#/properties/first',
      description: 'Mine',
    });
    expect(found).toEqual({ type: 'string', description: 'Mine' });
  });

  it('follows references to references', () => {
    const $defs = { a: { $ref: '#/$defs/b' }, b: text };
    expect(inlineProperty({ $ref: '#/$defs/a' }, { $defs }).found).toEqual(
      text,
    );
  });

  it.each(['#/$defs/a', '#'])('ends with a circle over %s', $ref => {
    const { changes } = inlineReferences({ $defs: { a: { $ref } }, $ref });
    expect(changes).toEqual([
      'contains itself: cut, the rest accepts anything',
    ]);
  });

  it('writes out a schema that contains itself twice, then cuts it', () => {
    const { schema, changes } = inlineReferences({
      type: 'object',
      properties: { child: { $ref: '#' } },
    });
    expect(schema).toEqual({
      type: 'object',
      properties: {
        child: { type: 'object', properties: { child: {} } },
      },
    });
    expect(changes).toEqual([
      'contains itself: cut, the rest accepts anything',
    ]);
  });

  it('writes it out once when twice would be long', () => {
    const names = Array.from({ length: 20 }, (_, index) => `child${index}`);
    const { schema } = inlineReferences({
      type: 'object',
      properties: Object.fromEntries(names.map(name => [name, { $ref: '#' }])),
    });
    expect(schema.properties).toMatchObject({ child0: {}, child19: {} });
    expect(JSON.stringify(schema).match(/child0/g)).toHaveLength(1);
  });

  it('cuts what is nested too deeply, and says so', () => {
    const deep = Array.from({ length: 30 }).reduce<JsonObject>(
      items => ({ type: 'array', items }),
      text,
    );
    const { schema, changes } = inlineReferences(deep);
    expect(JSON.stringify(schema).match(/items/g)).toHaveLength(11);
    expect(changes).toEqual(['nested too deeply: the rest accepts anything']);
  });

  it('stays bounded when references multiply', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 9 }, (_, level) => {
        const $ref = `#/$defs/d${level + 1}`;
        return [
          `d${level}`,
          { anyOf: [{ $ref }, { $ref }, { $ref }, { $ref }] },
        ];
      }),
    );
    const { schema } = inlineReferences({
      $defs: { ...$defs, d9: text },
      $ref: '#/$defs/d0',
    });
    expect(JSON.stringify(schema).length).toBeLessThan(20_000);
  });

  it.each<JsonObject>([
    { default: { $ref: '#/properties/first', definitions: 1 } },
    { const: { $ref: '#' } },
    { enum: [{ $ref: '#' }] },
    { required: ['$ref', 'definitions'] },
  ])('leaves data alone: %j', property => {
    expect(inlineProperty(property)).toEqual({ found: property, changes: [] });
  });

  it('keeps properties that are named like keywords', () => {
    const properties = {
      definitions: text,
      $defs: text,
      $ref: text,
      items: text,
    };
    const schema = { type: 'object', properties };
    expect(inlineReferences(schema)).toEqual({ schema, changes: [] });
  });

  it.each([
    [true, {}],
    [false, { not: {} }],
  ])('writes the schema %s as an object', (property, written) => {
    const { schema } = inlineReferences({ properties: { property } });
    expect(schema).toEqual({ properties: { property: written } });
  });

  it('leaves the original as it was', () => {
    const original = {
      properties: { a: { $ref: '#/$defs/a' } },
      $defs: { a: text },
    };
    const before = JSON.stringify(original);
    inlineReferences(original);
    expect(JSON.stringify(original)).toBe(before);
  });
});
