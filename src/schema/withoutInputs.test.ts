import type { JsonObject } from '@backstage/types';
import Ajv from 'ajv';
import fc from 'fast-check';
import { inputNames, withoutInputs } from './withoutInputs';

const ajv = new Ajv({ strict: false });
const TEXT = { type: 'string' };

function schemaOf(properties: JsonObject, more: JsonObject = {}): JsonObject {
  return { type: 'object', properties, ...more };
}

describe('withoutInputs', () => {
  const URL_ONLY = schemaOf({ url: TEXT });

  it.each<{ where: string; schema: JsonObject; left: JsonObject }>([
    {
      where: 'among the properties',
      schema: schemaOf({ url: TEXT, token: TEXT }, { required: ['url'] }),
      left: schemaOf({ url: TEXT }, { required: ['url'] }),
    },
    {
      where: 'in one of several parts',
      schema: { allOf: [URL_ONLY, schemaOf({ token: TEXT })] },
      left: { allOf: [URL_ONLY, schemaOf({})] },
    },
    {
      where: 'in an alternative that needs it',
      schema: {
        anyOf: [URL_ONLY, schemaOf({ token: TEXT }, { required: ['token'] })],
      },
      left: { anyOf: [URL_ONLY] },
    },
    {
      where: 'behind a reference',
      schema: {
        $ref: '#/definitions/Input',
        definitions: { Input: schemaOf({ url: TEXT, token: TEXT }) },
      },
      left: URL_ONLY,
    },
    {
      where: 'in a condition',
      schema: { ...URL_ONLY, dependentRequired: { url: ['token'] } },
      left: URL_ONLY,
    },
    {
      where: 'as the target of another reference',
      schema: schemaOf({
        token: TEXT,
        backup: { $ref: '#/properties/token' },
      }),
      left: schemaOf({ backup: TEXT }),
    },
  ])('removes an input $where', ({ schema, left }) => {
    expect(withoutInputs(schema, ['token'])).toEqual(left);
  });

  const NEEDS_TOKEN = schemaOf({ token: TEXT }, { required: ['token'] });

  it.each<[string, JsonObject]>([
    ['is required', NEEDS_TOKEN],
    ['is required by a part', { allOf: [URL_ONLY, NEEDS_TOKEN] }],
    ['is required by all alternatives', { oneOf: [NEEDS_TOKEN, NEEDS_TOKEN] }],
  ])('is undefined when the input %s', (_, schema) => {
    expect(withoutInputs(schema, ['token'])).toBeUndefined();
  });

  it('leaves the schema unchanged when there are no names', () => {
    expect(withoutInputs(NEEDS_TOKEN, [])).toBe(NEEDS_TOKEN);
  });

  const names = fc.constantFrom('url', 'token', 'key');
  const leaf = {
    properties: fc.dictionary(names, fc.constant({ ...TEXT })),
    required: fc.uniqueArray(names),
    dependentRequired: fc.dictionary(names, fc.uniqueArray(names)),
    not: fc.record({ required: fc.uniqueArray(names, { minLength: 1 }) }),
  };
  const parts = fc.array(fc.record(leaf, { requiredKeys: [] }), {
    minLength: 1,
    maxLength: 2,
  });
  const node: fc.Arbitrary<JsonObject> = fc.record(
    { ...leaf, anyOf: parts, allOf: parts },
    { requiredKeys: [] },
  );

  it('accepts what the original accepts without the input, and never names it', () => {
    fc.assert(
      fc.property(
        node,
        fc.dictionary(fc.constantFrom('url', 'key'), fc.constant('a')),
        (schema, args) => {
          const stripped = withoutInputs(schema, ['token']);

          const isAccepted = ajv.validate(schema, args);
          fc.pre(isAccepted);

          expect(JSON.stringify(stripped)).not.toContain('token');
          expect(stripped && ajv.validate(stripped, args)).toBe(true);
        },
      ),
      // Each run compiles two schemas, and most runs are rejected.
      { numRuns: 30 },
    );
  });
});

describe('inputNames', () => {
  it('finds inputs in every part of the root, and nowhere else', () => {
    const schema = {
      allOf: [schemaOf({ a: TEXT }), { anyOf: [schemaOf({ b: TEXT })] }],
      ...schemaOf({ c: schemaOf({ inside: TEXT }) }),
    };

    expect([...inputNames(schema)].sort()).toEqual(['a', 'b', 'c']);
  });
});
