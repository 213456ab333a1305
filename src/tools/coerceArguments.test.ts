import type { JsonObject } from '@backstage/types';
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
      'what is inside of text',
      schemaOf({ hour: { type: 'integer' } }),
      { value: '{"hour":"9"}' },
      { value: { hour: 9 } },
    ],
    ['null for what may be absent', { type: 'string' }, { value: null }, {}],
  ])('reads %s', (_, schema, args, expected) => {
    expect(coerceArguments(args, schemaOf({ value: schema }))).toEqual(
      expected,
    );
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['text that may stay text', { type: 'string' }, { value: '8' }],
    ['text that is no number', { type: 'number' }, { value: 'many' }],
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
    ['what the schema does not know', { type: 'number' }, { other: '8' }],
    ['what is right already', { type: 'number' }, { value: 8 }],
  ])('leaves %s', (_, schema, args) => {
    expect(coerceArguments(args, schemaOf({ value: schema }))).toBeUndefined();
  });

  it('leaves null for what is required, so that the action refuses it', () => {
    expect(
      coerceArguments(
        { value: null },
        schemaOf({ value: { type: 'string' } }, ['value']),
      ),
    ).toBeUndefined();
  });
});
