import type { JsonObject } from '@backstage/types';
import { toObjectRoot } from './toObjectRoot';

const text = { type: 'string' };
const count = { type: 'number' };

const user = {
  type: 'object',
  properties: { kind: { ...text, enum: ['user'] }, name: text },
  required: ['kind', 'name'],
  additionalProperties: false,
};
const group = {
  type: 'object',
  properties: { kind: { ...text, enum: ['group'] }, size: count },
  required: ['kind'],
  additionalProperties: false,
};

function rootProperties(...anyOf: JsonObject[]) {
  return toObjectRoot({ anyOf }).schema.properties;
}

const withProperty = (a: JsonObject, rest: JsonObject = {}) => ({
  type: 'object',
  properties: { a },
  ...rest,
});

describe('toObjectRoot', () => {
  it('leaves an object unchanged', () => {
    expect(toObjectRoot(user)).toEqual({ schema: user, isWrapped: false });
  });

  it.each([{}, { description: 'Anything' }])(
    'turns %j into an object',
    schema => {
      expect(toObjectRoot(schema)).toEqual({
        schema: { ...schema, type: 'object' },
        isWrapped: false,
      });
    },
  );

  it('merges alternatives into one object, and describes them in words', () => {
    expect(toObjectRoot({ anyOf: [user, group], description: 'Who' })).toEqual({
      schema: {
        type: 'object',
        properties: {
          kind: { ...text, enum: ['user', 'group'] },
          name: text,
          size: count,
        },
        required: ['kind'],
        description:
          'Who. Give one of: {kind: "user", name} | {kind: "group", size?}',
      },
      isWrapped: false,
      change: 'alternatives at the root became one object',
    });
  });

  it('leaves out null, which arguments cannot be', () => {
    expect(toObjectRoot({ anyOf: [user, { type: 'null' }] }).schema).toEqual(
      user,
    );
  });

  it.each([
    ['an array', { type: 'array', items: text }],
    ['a string', text],
    [
      'an object or an array',
      { anyOf: [user, { type: 'array', items: text }] },
    ],
  ])('puts %s into a property', (_, schema) => {
    expect(toObjectRoot(schema)).toEqual({
      schema: {
        type: 'object',
        properties: { value: schema },
        required: ['value'],
      },
      isWrapped: true,
      change: 'its input is not an object: it goes into the property value',
    });
  });
});

describe('a property accepts what any of the alternatives accepts', () => {
  it.each<[string, JsonObject[], JsonObject]>([
    ['once', [withProperty(text), withProperty(text)], text],
    [
      'either',
      [withProperty(text), withProperty(count)],
      { anyOf: [text, count] },
    ],
    [
      'either schema, with nested alternatives',
      [withProperty({ anyOf: [text, count] }), withProperty({ type: 'null' })],
      { anyOf: [text, count, { type: 'null' }] },
    ],
    ['anything', [withProperty({}), withProperty(text)], {}],
    [
      'anything, when the second accepts anything',
      [withProperty(text), { type: 'object', additionalProperties: true }],
      {},
    ],
    [
      'what an open alternative accepts for every property',
      [withProperty(text), { type: 'object', additionalProperties: count }],
      { anyOf: [text, count] },
    ],
    [
      'literals of several types',
      [
        withProperty({ ...text, enum: ['a'] }),
        withProperty({ ...count, enum: [1] }),
      ],
      {
        anyOf: [
          { ...text, enum: ['a'] },
          { ...count, enum: [1] },
        ],
      },
    ],
    [
      'a literal, or any text',
      [withProperty({ ...text, enum: ['a'] }), withProperty(text)],
      { anyOf: [{ ...text, enum: ['a'] }, text] },
    ],
    [
      'with both descriptions',
      [
        withProperty({ ...text, description: 'One' }),
        withProperty({ ...text, description: 'Two' }),
      ],
      { ...text, description: 'One | Two' },
    ],
  ])('%s', (_, alternatives, a) => {
    expect(rootProperties(...alternatives)).toEqual({ a });
  });

  it("also when every object inherits the property's name", () => {
    const named = { type: 'object', properties: { constructor: text } };
    expect(rootProperties(named, user)).toMatchObject({ constructor: text });
  });
});
