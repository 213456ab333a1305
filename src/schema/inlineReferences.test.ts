import type { JsonObject } from '@backstage/types';
import { inlineReferences } from './inlineReferences';

const text = { type: 'string' };
const TOO_LARGE = 'too large or too deep: the rest accepts anything';

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
  ])('resolves %s', ($ref, rest) => {
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
    'resolves %s, which zod-to-json-schema does not escape',
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
  ])('accepts anything where %s cannot be resolved, and reports it', $ref => {
    expect(inlineProperty({ $ref, description: 'What' })).toEqual({
      found: { description: 'What' },
      changes: [`the reference ${$ref} cannot be resolved: accepts anything`],
    });
  });

  it('prefers keywords beside the reference', () => {
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

  it.each(['#/$defs/a', '#'])('stops at a circular reference to %s', $ref => {
    const { changes } = inlineReferences({ $defs: { a: { $ref } }, $ref });
    expect(changes).toEqual([
      'a recursive part was cut: the rest accepts anything',
    ]);
  });

  it.each<[string, JsonObject, JsonObject]>([
    [
      'the whole input',
      { type: 'object', properties: { child: { $ref: '#' } } },
      {
        type: 'object',
        properties: {
          child: {
            type: 'object',
            additionalProperties: true,
            description: 'Same as the whole input',
          },
        },
      },
    ],
    [
      'a property',
      {
        properties: {
          tree: {
            anyOf: [
              {
                type: 'object',
                properties: { in: { $ref: '#/properties/tree' } },
              },
              { type: 'object', properties: { a: text } },
            ],
          },
        },
      },
      {
        properties: {
          tree: {
            anyOf: [
              {
                type: 'object',
                properties: {
                  in: {
                    type: 'object',
                    additionalProperties: true,
                    description: 'Same as tree',
                  },
                },
              },
              { type: 'object', properties: { a: text } },
            ],
          },
        },
      },
    ],
    [
      'a value of several possible types',
      {
        properties: {
          any: {
            anyOf: [
              text,
              { type: 'array', items: { $ref: '#/properties/any' } },
            ],
          },
        },
      },
      {
        properties: {
          any: {
            anyOf: [
              text,
              { type: 'array', items: { description: 'Same as any' } },
            ],
          },
        },
      },
    ],
    [
      'list items that are referenced under another name',
      {
        $defs: {
          Node: {
            type: 'object',
            properties: {
              next: { $ref: '#/$defs/Node', description: 'After' },
            },
          },
        },
        properties: {
          list: { type: 'array', items: { $ref: '#/$defs/Node' } },
        },
      },
      {
        properties: {
          list: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                next: {
                  type: 'object',
                  additionalProperties: true,
                  description: 'After. Same as list[]',
                },
              },
            },
          },
        },
      },
    ],
  ])('cuts %s where it first contains itself', (_, original, schema) => {
    expect(inlineReferences(original)).toMatchObject({
      schema,
      changes: ['a recursive part was cut: the rest accepts anything'],
    });
  });

  it('cuts deep nesting, and reports it', () => {
    const deep = Array.from({ length: 30 }).reduce<JsonObject>(
      items => ({ type: 'array', items }),
      text,
    );
    const { schema, changes } = inlineReferences(deep);
    expect(JSON.stringify(schema).match(/items/g)).toHaveLength(9);
    expect(changes).toEqual([TOO_LARGE]);
  });

  it('keeps the text budget when a reference repeats a long text', () => {
    const long = { type: 'string', description: 'x'.repeat(10_000) };
    const properties = Object.fromEntries(
      Array.from({ length: 50 }, (_, n) => [`p${n}`, { $ref: '#/$defs/long' }]),
    );
    const { schema, changes } = inlineReferences({
      $defs: { long },
      properties,
    });
    expect(JSON.stringify(schema).length).toBeLessThan(70_000);
    expect(Object.keys(schema.properties as JsonObject)).toHaveLength(50);
    expect(changes).toEqual([TOO_LARGE]);
  });

  it.each([
    ['a long path', `#${'/properties/a'.repeat(10_000)}`],
    ['one long name', `#/${'a'.repeat(30_000)}`],
    ['many empty names', `#${'/'.repeat(30_000)}`],
  ])('does not follow %s', (_, $ref) => {
    const { found, changes } = inlineProperty({ $ref });
    expect(found).toEqual({});
    expect(changes[0].length).toBeLessThan(200);
  });

  it('stops looking up references when its budget is used up', () => {
    // Each path through the names splits the same segments in another way.
    const tree = (levels: number): JsonObject =>
      levels <= 0
        ? { end: text }
        : { a: tree(levels - 1), 'a/a': tree(levels - 2) };
    const properties = Object.fromEntries(
      Array.from({ length: 200 }, (_, n) => [
        `p${n}`,
        { $ref: `#/tree/${'a/'.repeat(16)}missing${n}` },
      ]),
    );
    const root = { tree: tree(16), properties };
    const hasOwn = jest.spyOn(Object, 'hasOwn');
    inlineReferences(root);
    expect(hasOwn.mock.calls.length).toBeLessThan(50_000);
    hasOwn.mockRestore();
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
    const { schema, nodes } = inlineReferences({
      $defs: { ...$defs, d9: text },
      $ref: '#/$defs/d0',
    });
    expect(nodes).toBeLessThanOrEqual(1_000);
    expect(JSON.stringify(schema).length).toBeLessThan(20_000);
  });

  it.each<JsonObject>([
    { default: { $ref: '#/properties/first', definitions: 1 } },
    { const: { $ref: '#' } },
    { enum: [{ $ref: '#' }] },
    { required: ['$ref', 'definitions'] },
  ])('leaves data unchanged: %j', property => {
    expect(inlineProperty(property)).toEqual({ found: property, changes: [] });
  });

  it('keeps properties with the names of keywords', () => {
    const properties = {
      definitions: text,
      $defs: text,
      $ref: text,
      items: text,
    };
    const schema = { type: 'object', properties };
    expect(inlineReferences(schema)).toMatchObject({ schema, changes: [] });
  });

  it.each([
    [true, {}],
    [false, { not: {} }],
  ])('writes the schema %s as an object', (property, written) => {
    const { schema } = inlineReferences({ properties: { property } });
    expect(schema).toEqual({ properties: { property: written } });
  });

  it('leaves the original unchanged', () => {
    const original = {
      properties: { a: { $ref: '#/$defs/a' } },
      $defs: { a: text },
    };
    const before = JSON.stringify(original);
    inlineReferences(original);
    expect(JSON.stringify(original)).toBe(before);
  });
});
