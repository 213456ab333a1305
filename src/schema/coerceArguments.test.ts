import type { JsonObject } from '@backstage/types';
import fc from 'fast-check';
import { coerceArguments } from './coerceArguments';

function schemaOf(properties: JsonObject, required: string[] = []): JsonObject {
  return { type: 'object', properties, required };
}

describe('coerceArguments', () => {
  it.each<[string, JsonObject, JsonObject, JsonObject]>([
    ['a number', { type: 'number' }, { value: '1.5' }, { value: 1.5 }],
    ['an integer', { type: 'integer' }, { value: '8' }, { value: 8 }],
    ['a boolean', { type: 'boolean' }, { value: 'true' }, { value: true }],
    ['a list', { type: 'array' }, { value: '["a"]' }, { value: ['a'] }],
    [
      'an object',
      { type: 'object' },
      { value: '{"a":1}' },
      { value: { a: 1 } },
    ],
    [
      'the items of a list',
      { type: 'array', items: { type: 'number' } },
      { value: ['1', 2] },
      { value: [1, 2] },
    ],
    [
      'values inside text',
      schemaOf({ hour: { type: 'integer' } }),
      { value: '{"hour":"9"}' },
      { value: { hour: 9 } },
    ],
    ['null for an optional property', { type: 'string' }, { value: null }, {}],
  ])('reads %s', (_, schema, args, expected) => {
    expect(coerceArguments(args, schemaOf({ value: schema }))).toEqual(
      expected,
    );
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['text where text is allowed', { type: 'string' }, { value: '8' }],
    ['text that is not a number', { type: 'number' }, { value: 'many' }],
    ['a fraction for an integer', { type: 'integer' }, { value: '1.5' }],
    ['a number for a list', { type: 'array' }, { value: '8' }],
    ['a list for an object', { type: 'object' }, { value: '[]' }],
    ['a word for a boolean', { type: 'boolean' }, { value: 'yes' }],
    [
      'what has two readings',
      { anyOf: [{ type: 'number' }, { type: 'string' }] },
      { value: '8' },
    ],
    [
      'null where it is allowed',
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      { value: null },
    ],
    [
      'properties that the schema does not declare',
      { type: 'number' },
      { other: '8' },
    ],
    ['values that are already valid', { type: 'number' }, { value: 8 }],
    ['a list in a number', { type: 'number' }, { value: '[8]' }],
  ])('leaves %s', (_, schema, args) => {
    expect(coerceArguments(args, schemaOf({ value: schema }))).toBeUndefined();
  });

  it('leaves null for a required property, so that the action refuses it', () => {
    expect(
      coerceArguments(
        { value: null },
        schemaOf({ value: { type: 'string' } }, ['value']),
      ),
    ).toBeUndefined();
  });

  it.each([
    '725653563933458431',
    '1e3',
    '007',
    ' 5 ',
    '1.0',
    '-0',
    '+5',
    '0x10',
    '1_000',
    '.5',
    '1e999',
    'Infinity',
    'NaN',
    '',
  ])('leaves %p, which would change as a number', text => {
    const schema = schemaOf({ id: { type: 'number' } });
    expect(coerceArguments({ id: text }, schema)).toBeUndefined();
    // The same holds for a number inside text.
    const list = schemaOf({ ids: { type: 'array' } });
    const ids = `["a 1.0 \\" 007",${text.trim() || '01'}]`;
    const isNumber = text === ' 5 ';
    expect(coerceArguments({ ids }, list)).toEqual(
      isNumber ? { ids: ['a 1.0 " 007', 5] } : undefined,
    );
  });

  it('leaves text that is nested deeper than arguments may be', () => {
    const nest = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    const schema = schemaOf({ value: { type: 'array' } });
    expect(coerceArguments({ value: nest(100) }, schema)).toBeDefined();
    expect(coerceArguments({ value: nest(101) }, schema)).toBeUndefined();
    expect(coerceArguments({ value: nest(100_000) }, schema)).toBeUndefined();
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'treats %s as an ordinary key',
    key => {
      const schema = schemaOf({ value: { type: 'object' } });
      const value = `{"${key}":{"isAdmin":null}}`;
      const coerced = coerceArguments({ value, [`${key}`]: null }, schema);
      expect(JSON.stringify(coerced?.value)).toBe(value);
      expect({}).not.toHaveProperty('isAdmin');
    },
  );

  const numeric = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'0123456789.-+eE '), maxLength: 24 }),
    fc.bigInt().map(String),
    fc.double().map(String),
  );

  it('never changes a number, whatever the text', () => {
    const schema = schemaOf({
      value: { type: 'number' },
      list: { type: 'array', items: { type: 'number' } },
    });
    fc.assert(
      fc.property(numeric, text => {
        const coerced = coerceArguments({ value: text, list: [text] }, schema);
        const read = coerced ?? { value: text, list: [text] };
        expect(String(read.value)).toBe(text);
        expect(read.list).toEqual([read.value]);
      }),
      { seed: 12, numRuns: 500 },
    );
  });

  it('reads JSON text without changing its meaning', () => {
    const schema = schemaOf({ value: { type: 'object' } });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
        const text = JSON.stringify(value, null, 1);
        const read = coerceArguments({ value: text }, schema)?.value ?? text;
        expect([text, JSON.stringify(value)]).toContain(
          typeof read === 'string' ? read : JSON.stringify(read),
        );
      }),
      { seed: 12, numRuns: 200 },
    );
  });
});
