import type { JsonObject, JsonValue } from '@backstage/types';
import { isOfType } from './schema/schemaNodes';

/** Types that models send as text, by their JSON Schema names. */
const PARSED_TYPES = ['number', 'integer', 'boolean', 'array', 'object'];

/**
 * The arguments as the model most likely meant them, or nothing when they leave
 * no doubt: numbers, booleans, lists and objects that came as text, and `null`
 * for what may be absent. Only where the schema allows one reading.
 */
export function coerceArguments(
  args: JsonObject,
  schema: JsonObject,
): JsonObject | undefined {
  const coerced = coerce(args, schema) as JsonObject;
  return JSON.stringify(coerced) === JSON.stringify(args) ? undefined : coerced;
}

function coerce(value: JsonValue, schema: JsonObject): JsonValue {
  const { type } = schema;
  const parsed =
    typeof value === 'string' && PARSED_TYPES.includes(type as string)
      ? parseAs(value, type as string)
      : value;
  if (type === 'array' && Array.isArray(parsed)) {
    const items = (schema.items ?? {}) as JsonObject;
    return parsed.map(item => coerce(item, items));
  }
  return type === 'object' && isOfType(parsed, 'object')
    ? coerceProperties(parsed as JsonObject, schema)
    : parsed;
}

function coerceProperties(value: JsonObject, schema: JsonObject): JsonObject {
  const properties = (schema.properties ?? {}) as Record<string, JsonObject>;
  const required = (schema.required ?? []) as string[];
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, entry]) =>
          entry !== null ||
          required.includes(key) ||
          !hasOneType(properties[key]),
      )
      .map(([key, entry]) => [
        key,
        key in properties && entry !== undefined
          ? coerce(entry, properties[key])
          : entry,
      ]),
  );
}

/** Whether the schema has one type, which then is not null. */
function hasOneType(schema: JsonObject | undefined): boolean {
  return typeof schema?.type === 'string' && schema.type !== 'null';
}

function parseAs(text: string, type: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return isOfType(value, type) ? value : text;
  } catch {
    return text;
  }
}
