import type { JsonObject } from '@backstage/types';
import { intersectSchemas } from './intersectSchemas';

const object = (properties: JsonObject, ...required: string[]) => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
});
const text = { type: 'string' };
const count = { type: 'number' };

describe('intersectSchemas', () => {
  it.each<[string, JsonObject, JsonObject, JsonObject]>([
    [
      'has the properties of both',
      object({ a: text }, 'a'),
      object({ b: count }, 'b'),
      object({ a: text, b: count }, 'a', 'b'),
    ],
    [
      'intersects a property that both have',
      object({ of: object({ a: text }, 'a') }),
      object({ of: object({ b: text }, 'b') }),
      object({ of: object({ a: text, b: text }, 'a', 'b') }),
    ],
    [
      'is open, since each part would refuse the properties of the other',
      { ...object({ a: text }), additionalProperties: false },
      { ...object({ b: text }), additionalProperties: false },
      object({ a: text, b: text }),
    ],
    [
      'keeps the first where the two contradict each other',
      { ...text, minLength: 1 },
      { ...count, minimum: 1 },
      { ...text, minLength: 1 },
    ],
    [
      'adds the other keywords of the second',
      { ...text, minLength: 1 },
      { ...text, maxLength: 3 },
      { ...text, minLength: 1, maxLength: 3 },
    ],
    [
      'distributes over alternatives',
      { anyOf: [object({ a: text }), object({ b: text })] },
      object({ c: text }, 'c'),
      {
        anyOf: [
          object({ a: text, c: text }, 'c'),
          object({ b: text, c: text }, 'c'),
        ],
      },
    ],
    [
      'drops pairs that no value satisfies',
      { anyOf: [text, { type: 'null' }] },
      { anyOf: [{ ...text, minLength: 1 }, { type: 'null' }] },
      { anyOf: [{ ...text, minLength: 1 }, { type: 'null' }] },
    ],
    [
      'includes keywords beside alternatives',
      {
        ...object({ a: text }),
        anyOf: [{ required: ['a'] }, { required: ['b'] }],
      },
      object({ b: text }),
      {
        anyOf: [
          object({ a: text, b: text }, 'a'),
          object({ a: text, b: text }, 'b'),
        ],
      },
    ],
    [
      'drops keywords for types that the result does not have',
      { items: text },
      { anyOf: [text, { type: 'array' }] },
      { anyOf: [text, { type: 'array', items: text }] },
    ],
    [
      'keeps a property whose name every object inherits',
      object({ constructor: text }),
      object({ a: text }),
      object({ constructor: text, a: text }),
    ],
  ])('%s', (_, first, second, both) => {
    expect(intersectSchemas(first, second)).toEqual(both);
  });

  it('accepts any object when the alternatives multiply too far', () => {
    const anyOf = Array.from({ length: 5 }, (_, n) =>
      object({ [`p${n}`]: text }),
    );
    expect(intersectSchemas({ anyOf }, { anyOf })).toEqual({ type: 'object' });
  });
});
