import type { JsonObject, JsonValue } from '@backstage/types';
import { isOfType } from './schemaNodes';

/** JSON Schema types that models send as text. */
const PARSED_TYPES = ['number', 'integer', 'boolean', 'array', 'object'];

/** The deepest nesting that arguments themselves may have. */
const MAX_DEPTH = 100;
/** Strings in JSON. What remains without them is structure and numbers. */
const STRINGS = /"(?:[^"\\]|\\.)*"/g;

/**
 * Corrects arguments that models often send in the wrong type: numbers,
 * booleans, lists and objects as text, and `null` for an optional property.
 * Changes a value only where the schema allows a single reading. Returns
 * undefined when nothing changes.
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
      .map(([key, entry]) => ({ key, entry, known: own(properties, key) }))
      .filter(
        ({ key, entry, known }) =>
          entry !== null || required.includes(key) || !hasOneType(known),
      )
      .map(({ key, entry, known }) => [
        key,
        known && entry !== undefined ? coerce(entry, known) : entry,
      ]),
  );
}

/** Whether the schema has exactly one type, other than null. */
function hasOneType(schema: JsonObject | undefined): boolean {
  return typeof schema?.type === 'string' && schema.type !== 'null';
}

/** Ignores what every object inherits, such as `constructor`. */
function own<T>(values: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

function parseAs(text: string, type: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return isOfType(value, type) && isSame(value, text) ? value : text;
  } catch {
    return text;
  }
}

/**
 * Whether the value means exactly what the JSON text says, and is not too deep.
 */
function isSame(value: JsonValue, text: string): boolean {
  if (typeof value !== 'object') {
    return String(value) === text;
  }
  const json = text.replace(STRINGS, '');
  return depthOf(json) <= MAX_DEPTH && hasExactNumbers(json);
}

/** Whether JavaScript writes each number the same way, so that none changes. */
function hasExactNumbers(json: string): boolean {
  const numbers = json.match(/-?\d[\d.eE+-]*/g) ?? [];
  return numbers.every(written => String(Number(written)) === written);
}

/** Nesting depth of lists and objects. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const bracket of json.match(/[[\]{}]/g) ?? []) {
    depth += '[{'.includes(bracket) ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
