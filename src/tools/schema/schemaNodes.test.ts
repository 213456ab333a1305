import {
  acceptsAnything,
  deleteForeignKeywords,
  describe as describeNode,
  distinct,
  toOneType,
  toPortableKey,
  typeOf,
} from './schemaNodes';

describe('toPortableKey', () => {
  it.each(['name', 'spec.type', 'a-b_c', 'k'.repeat(64)])('keeps %s', key => {
    expect(toPortableKey(key)).toBe(key);
  });

  it.each([
    ['$all', '_all_df96e8bd'],
    ['with space', 'with_space_b8b8f25a'],
    ['a/b', 'a_b_c14cddc0'],
    ['', '_e3b0c442'],
    ['k'.repeat(65), `${'k'.repeat(48)}_HASH`],
  ])('names %j %s', (key, name) => {
    const hash = toPortableKey(key).slice(-8);
    expect(toPortableKey(key)).toBe(name.replace('HASH', hash));
    expect(toPortableKey(key)).toMatch(/^[a-zA-Z0-9_.-]{1,64}$/);
  });

  it('gives different keys different names', () => {
    const keys = ['a b', 'a/b', 'a:b', 'a?b', 'а', 'б'];
    expect(new Set(keys.map(toPortableKey)).size).toBe(keys.length);
  });
});

describe('toOneType', () => {
  it.each([
    ['string', { type: 'string', minLength: 1, enum: ['a'] }],
    ['number', { type: 'number', maximum: 9, enum: [1, 2.5] }],
    ['integer', { type: 'integer', maximum: 9, enum: [1] }],
    ['null', { type: 'null', enum: [null] }],
    ['array', { type: 'array', enum: [[]] }],
    ['object', { type: 'object', enum: [{}] }],
  ])('takes what is about the %s', (type, part) => {
    const node = {
      minLength: 1,
      maximum: 9,
      enum: ['a', 1, 2.5, null, [], {}],
    };
    expect(toOneType(node, type)).toEqual(part);
  });
});

describe('deleteForeignKeywords', () => {
  it('deletes what is about other types', () => {
    const node = { type: 'string', properties: {}, required: [], pattern: 'a' };
    deleteForeignKeywords(node);
    expect(node).toEqual({ type: 'string', pattern: 'a' });
  });

  it('leaves a node without a type as it is', () => {
    const node = { minimum: 1, pattern: 'a' };
    deleteForeignKeywords(node);
    expect(node).toEqual({ minimum: 1, pattern: 'a' });
  });
});

it.each([
  [null, 'null'],
  [[], 'array'],
  [{}, 'object'],
  ['', 'string'],
  [1, 'number'],
  [true, 'boolean'],
])('typeOf tells that %j is %s', (value, type) => {
  expect(typeOf(value)).toBe(type);
});

describe('acceptsAnything', () => {
  it.each([{}, { description: 'a' }, { title: 'a', default: 1 }])(
    '%j',
    node => {
      expect(acceptsAnything(node)).toBe(true);
    },
  );

  it.each([{ type: 'string' }, { anyOf: [] }])('not %j', node => {
    expect(acceptsAnything(node)).toBe(false);
  });
});

it('distinct drops what differs in its description only', () => {
  expect(
    distinct([
      { type: 'string', description: 'a' },
      { type: 'number' },
      { type: 'string', description: 'b' },
    ]),
  ).toEqual([{ type: 'string', description: 'a' }, { type: 'number' }]);
});

it.each([
  [undefined, 'Format: email'],
  ['Whom to tell', 'Whom to tell. Format: email'],
  ['Whom to tell.', 'Whom to tell. Format: email'],
])('describe adds a sentence to %j', (description, told) => {
  const node = description === undefined ? {} : { description };
  describeNode(node, 'Format: email');
  expect(node).toEqual({ description: told });
});
