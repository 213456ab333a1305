import {
  acceptsAnything,
  deleteForeignKeywords,
  describe as describeNode,
  distinct,
  toOneType,
  typeOf,
} from './schemaNodes';

describe('toOneType', () => {
  it.each([
    ['string', { type: 'string', minLength: 1, enum: ['a'] }],
    ['number', { type: 'number', maximum: 9, enum: [1, 2.5] }],
    ['integer', { type: 'integer', maximum: 9, enum: [1] }],
    ['null', { type: 'null', enum: [null] }],
    ['array', { type: 'array', enum: [[]] }],
    ['object', { type: 'object', enum: [{}] }],
  ])('keeps the keywords for %s', (type, part) => {
    const node = {
      minLength: 1,
      maximum: 9,
      enum: ['a', 1, 2.5, null, [], {}],
    };
    expect(toOneType(node, type)).toEqual(part);
  });
});

describe('deleteForeignKeywords', () => {
  it('deletes keywords for other types', () => {
    const node = { type: 'string', properties: {}, required: [], pattern: 'a' };
    deleteForeignKeywords(node);
    expect(node).toEqual({ type: 'string', pattern: 'a' });
  });

  it('leaves a node without a type unchanged', () => {
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
])('typeOf says that %j is %s', (value, type) => {
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

it('distinct drops schemas that differ only in their description', () => {
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
])('describe adds a sentence to %j', (description, extended) => {
  const node = description === undefined ? {} : { description };
  describeNode(node, 'Format: email');
  expect(node).toEqual({ description: extended });
});
