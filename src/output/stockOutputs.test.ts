import type { JsonObject, JsonValue } from '@backstage/types';
import fieldActions from '../__testUtils__/fieldActions.json';
import { toOutputSchema } from '../schema/outputSchema';
import { boundOutput } from './boundOutput';

interface FieldAction {
  input: JsonObject;
  output: JsonObject;
}

/** From the registries of the real plugins. */
const FIELD_ACTIONS = fieldActions as unknown as Record<string, FieldAction>;
const MAX_BYTES = 204_800;

/** Like the definition of an API, or a log. */
const TEXT = 'openapi: 3.0.0\n'.repeat(2_000);
/** For schemas that allow anything: like an entity, or its spec. */
const ANYTHING = {
  kind: 'API',
  metadata: { name: 'petstore', tags: ['a', 'b'] },
  spec: { definition: TEXT, dependsOn: ['api:default/a'] },
};

function manyOf<T>(item: T, depth: number): T[] {
  return Array.from({ length: depth > 2 ? 3 : 1_000 }, () => item);
}

/** Matches the schema, and is large wherever the schema allows it. */
function largest(schema: JsonValue | undefined, depth = 0): JsonValue {
  const { type, properties, additionalProperties, items, anyOf } = (schema ??
    {}) as JsonObject;
  if (Array.isArray(anyOf)) {
    return largest(anyOf[0], depth);
  }
  const fields = Object.entries((properties ?? {}) as JsonObject);
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return fields.length > 0
        ? Object.fromEntries(
            fields.map(([name, field]) => [name, largest(field, depth + 1)]),
          )
        : mapOf(additionalProperties, depth);
    case 'array':
      return manyOf(largest(items, depth + 1), depth);
    case 'string':
      return TEXT;
    case 'number':
      return 1_204;
    case 'boolean':
      return true;
    default:
      return ANYTHING;
  }
}

function mapOf(values: JsonValue | undefined, depth: number): JsonObject {
  return typeof values === 'object'
    ? Object.fromEntries(
        manyOf(largest(values, depth + 1), depth).map((value, index) => [
          `key-${index}`,
          value,
        ]),
      )
    : ANYTHING;
}

describe('the output of a stock action', () => {
  it.each(Object.entries(FIELD_ACTIONS))(
    'stays below the bound, and matches its schema: %s',
    (_, { input, output: original }) => {
      const schema = toOutputSchema(original);
      const accepts = (value: JsonValue) => !schema || schema.accepts(value);
      const output = largest(original);

      const bounded = boundOutput(output, {
        maxBytes: MAX_BYTES,
        tool: { inputSchema: input },
        accepts,
      });

      expect(accepts(output)).toBe(true);
      expect(bounded.leftWhole).toBeUndefined();
      expect(bounded.sizeAfter).toBeLessThanOrEqual(MAX_BYTES);
      expect(accepts(bounded.output!)).toBe(true);
    },
  );
});
