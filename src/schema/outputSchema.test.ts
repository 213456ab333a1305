import type { JsonObject, JsonValue } from '@backstage/types';
import { toOutputSchema } from './outputSchema';

const greeting: JsonObject = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { greeting: { type: 'string' } },
  required: ['greeting'],
  additionalProperties: false,
};

describe('toOutputSchema', () => {
  it('is open, so that clients accept new fields', () => {
    expect(toOutputSchema(greeting)?.schema).toEqual({
      type: 'object',
      properties: { greeting: { type: 'string' } },
      required: ['greeting'],
    });
  });

  it.each<[string, JsonValue, boolean]>([
    ['the declared fields', { greeting: 'Hello' }, true],
    ['an additional field', { greeting: 'Hello', language: 'en' }, true],
    ['another type', { greeting: 7 }, false],
    ['a missing field', {}, false],
    ['no object', 'Hello', false],
  ])('accepts %s: %j, %s', (_, output, accepted) => {
    expect(toOutputSchema(greeting)?.accepts(output)).toBe(accepted);
  });

  it.each<[string, JsonObject]>([
    ['anything', {}],
    ['any object', { type: 'object', properties: {} }],
    ['nothing', { not: {} }],
    [
      'MCP content',
      { type: 'object', properties: { $mcpContent: { type: 'array' } } },
    ],
  ])('is undefined for an action that returns %s', (_, original) => {
    expect(toOutputSchema(original)).toBeUndefined();
  });

  it.each<[string, JsonObject]>([
    ['a list', { type: 'array', items: { type: 'string' } }],
    ['a primitive', { type: 'number' }],
    ['a map', { type: 'object', additionalProperties: { type: 'number' } }],
  ])('leaves %s unchanged', (_, original) => {
    expect(toOutputSchema(original)?.schema).toEqual(original);
  });

  const property = (schema: JsonObject): JsonObject => ({
    type: 'object',
    properties: { a: schema },
  });
  const text = { type: 'string' };

  it.each<[string, JsonObject, JsonObject, JsonValue]>([
    [
      'a date without an offset',
      { ...text, format: 'date-time' },
      text,
      '2026-01-02T03:04:05',
    ],
    [
      'a pattern with a flag',
      { ...text, pattern: '^[a-z]{3}-\\d+$' },
      text,
      'ABC-12',
    ],
    ['a length in code points', { ...text, maxLength: 1 }, text, '\u{1f600}'],
    [
      'a number with bounds',
      { type: 'number', minimum: 1, exclusiveMaximum: 2, multipleOf: 0.01 },
      { type: 'number' },
      3.3,
    ],
    [
      'a list with bounds',
      {
        type: 'array',
        items: text,
        minItems: 1,
        maxItems: 2,
        uniqueItems: true,
      },
      { type: 'array', items: text },
      [],
    ],
    [
      'a map with bounds',
      { type: 'object', additionalProperties: text, minProperties: 1 },
      { type: 'object', additionalProperties: text },
      {},
    ],
    [
      'the literal null',
      { anyOf: [text, { type: 'object' }] },
      {
        anyOf: [
          text,
          { type: 'object', additionalProperties: true },
          { type: 'null' },
        ],
      },
      null,
    ],
    [
      'literals',
      { ...text, enum: ['a', ''] },
      { ...text, enum: ['a', ''] },
      '',
    ],
    [
      'parts of an intersection',
      {
        allOf: [
          { type: 'object', properties: { b: { ...text, minLength: 1 } } },
          { type: 'object', properties: { c: text }, minProperties: 1 },
        ],
      },
      { type: 'object', properties: { b: text, c: text } },
      { b: '' },
    ],
  ])(
    'of %s keeps only what JSON Schema checks like zod',
    (_, original, shown, output) => {
      const made = toOutputSchema(property(original));
      expect(made?.schema).toEqual(property(shown));
      expect(made?.accepts({ a: output })).toBe(true);
    },
  );

  it("never runs a plugin's pattern against a result", () => {
    const made = toOutputSchema(property({ ...text, pattern: '^(a+)+$' }));
    expect(JSON.stringify(made?.schema)).not.toContain('(a+)+');
    expect(made?.accepts({ a: `${'a'.repeat(100)}!` })).toBe(true);
  });

  it('does not compile an asynchronous schema', () => {
    const made = toOutputSchema({ ...greeting, $async: true });
    expect(made?.accepts({})).toBe(false);
  });

  it.each<JsonObject>([
    { type: 'object', properties: null, required: 'a', description: 5 },
    { type: 'object', properties: { a: { enum: 'b' } }, required: [5] },
    { type: 'array', items: { anyOf: 'none' } },
  ])('makes something harmless of %j', original => {
    const made = toOutputSchema(original);
    expect(() => made?.accepts({ a: 'b' })).not.toThrow();
    expect(made?.schema.required ?? []).toEqual([]);
  });

  it('is created once for the same content', () => {
    expect(toOutputSchema({ ...greeting })).toBe(toOutputSchema(greeting));
  });
});
