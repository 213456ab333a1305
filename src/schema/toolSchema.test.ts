import type { JsonObject } from '@backstage/types';
import { reasonAgainstInput, toToolSchema } from './toolSchema';

const text = { type: 'string' };
const object = { type: 'object' };

const PRIMITIVE =
  'its input is a primitive, which the Actions Registry does not accept';
const VERBATIM =
  'the root of its input schema is not an object, and mcpActions.schemas is verbatim';

describe('toToolSchema', () => {
  const original = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: { 'a b': { const: 'a' } },
  };

  it('returns a portable schema', () => {
    expect(toToolSchema(original, 'portable').schema).toEqual({
      type: 'object',
      properties: {
        a_b: { ...text, enum: ['a'], description: 'Stands for "a b"' },
      },
    });
  });

  it('converts the same schema once', () => {
    const copy = structuredClone(original);
    expect(toToolSchema(copy, 'portable')).toBe(
      toToolSchema(original, 'portable'),
    );
  });

  it('returns the schema verbatim', () => {
    const { schema, changes, toInput } = toToolSchema(original, 'verbatim');
    const args = { 'a b': 'a' };
    expect(schema).toEqual(original);
    expect(changes).toEqual([]);
    expect(toInput(args)).toBe(args);
  });

  it.each(['portable', 'verbatim'] as const)(
    'removes x-mcp-header: %s',
    style => {
      const name = { ...text, 'x-mcp-header': 'Name' };
      const { schema } = toToolSchema(
        { ...object, properties: { name } },
        style,
      );
      expect(schema).toEqual({ ...object, properties: { name: text } });
    },
  );
});

describe('reasonAgainstInput', () => {
  it.each<JsonObject>([
    object,
    {},
    { type: 'array' },
    { anyOf: [text, object] },
    { anyOf: [{ not: {} }, object] },
    { allOf: [object, object] },
    { type: ['object', 'null'] },
  ])('accepts %j', schema => {
    expect(reasonAgainstInput(schema, 'portable')).toBeUndefined();
  });

  it.each<JsonObject>([
    text,
    { type: 'null' },
    { type: ['string', 'number'] },
    { enum: ['a'] },
    { const: 1 },
    { anyOf: [text, { type: 'number' }] },
    { oneOf: [text, { anyOf: [{ type: 'integer' }] }] },
    { anyOf: [{ not: {} }, text] },
    { allOf: [text, { pattern: 'a' }] },
  ])('refuses %j, which the registry does not accept', schema => {
    expect(reasonAgainstInput(schema, 'portable')).toBe(PRIMITIVE);
  });

  it.each<JsonObject>([
    { ...object, properties: null },
    { ...object, properties: { name: true } },
    { ...object, required: 'name' },
    { ...object, required: [5] },
  ])('refuses %j when schemas are verbatim, as clients would', schema => {
    expect(reasonAgainstInput(schema, 'verbatim')).toBe(
      'its input schema is malformed, and mcpActions.schemas is verbatim',
    );
    expect(reasonAgainstInput(schema, 'portable')).toBeUndefined();
  });

  it.each([{ type: 'array' }, { anyOf: [object] }, {}])(
    'refuses %j when schemas are verbatim',
    schema => {
      expect(reasonAgainstInput(schema, 'verbatim')).toBe(VERBATIM);
    },
  );
});
