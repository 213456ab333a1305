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
  it('is open, so that a new field does not make a client refuse', () => {
    expect(toOutputSchema(greeting)?.schema).toEqual({
      type: 'object',
      properties: { greeting: { type: 'string' } },
      required: ['greeting'],
    });
  });

  it.each<[string, JsonValue, boolean]>([
    ['what it says', { greeting: 'Hello' }, true],
    ['a field more', { greeting: 'Hello', language: 'en' }, true],
    ['another type', { greeting: 7 }, false],
    ['a field less', {}, false],
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
  ])('is none for an action that answers %s', (_, original) => {
    expect(toOutputSchema(original)).toBeUndefined();
  });

  it.each<[string, JsonObject]>([
    ['a list', { type: 'array', items: { type: 'string' } }],
    ['a primitive', { type: 'number' }],
    ['a map', { type: 'object', additionalProperties: { type: 'number' } }],
  ])('shows %s as it is', (_, original) => {
    expect(toOutputSchema(original)?.schema).toEqual(original);
  });

  it('accepts anything when the schema cannot be read, since the action has run', () => {
    const unreadable = {
      type: 'object',
      properties: { name: { type: 'string', pattern: '[' } },
    };
    expect(toOutputSchema(unreadable)?.accepts({ name: 'Ann' })).toBe(true);
  });

  it('is worked out once for the same content', () => {
    expect(toOutputSchema({ ...greeting })).toBe(toOutputSchema(greeting));
  });
});
