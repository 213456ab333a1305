import type { JsonObject } from '@backstage/types';
import { hintsOf } from './hintsOf';

const schemaOf = (...names: string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map(name => [name, {}])),
});

describe('hintsOf', () => {
  it.each([
    {
      names: ['kind', 'limit', 'fields'],
      narrowing: 'This tool takes limit, fields',
      paging: '',
    },
    {
      names: ['query', 'cursor'],
      narrowing: 'This tool takes query, cursor',
      paging: 'Its next page starts after what is cut here',
    },
    {
      names: ['page_size', 'pageToken', '_filter'],
      narrowing: 'This tool takes page_size, pageToken, _filter',
      paging: 'Its next page starts after what is cut here',
    },
    { names: ['entityRef'], narrowing: '', paging: '' },
    { names: [], narrowing: 'This tool takes no arguments', paging: '' },
  ])('for $names are "$narrowing"', ({ names, narrowing, paging }) => {
    expect(hintsOf(schemaOf(...names))).toEqual({ narrowing, paging });
  });

  it.each<{ schema: JsonObject; narrowing: string }>([
    { schema: {}, narrowing: 'This tool takes no arguments' },
    {
      schema: { properties: {}, additionalProperties: false },
      narrowing: 'This tool takes no arguments',
    },
    { schema: { additionalProperties: { type: 'string' } }, narrowing: '' },
    { schema: { anyOf: [{ type: 'object' }] }, narrowing: '' },
  ])('for $schema are "$narrowing"', ({ schema, narrowing }) => {
    expect(hintsOf(schema).narrowing).toBe(narrowing);
  });
});
