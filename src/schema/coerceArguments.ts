import type { JsonObject, JsonValue } from '@backstage/types';
import { isOfType } from './schemaNodes';

/** Types that models send as text, by their JSON Schema names. */
const PARSED_TYPES = ['number', 'integer', 'boolean', 'array', 'object'];

/** As deep as the arguments themselves may be. */
const MAX_DEPTH = 100;
/** The strings of JSON: without them, brackets and digits are what they look like. */
const STRINGS = /"(?:[^"\\]|\\.)*"/g;

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

/** Whether the schema has one type, which then is not null. */
function hasOneType(schema: JsonObject | undefined): boolean {
  return typeof schema?.type === 'string' && schema.type !== 'null';
}

/** Not what every object inherits, such as `constructor`. */
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

/** Whether the value says just what the JSON text says, and is not too deep. */
function isSame(value: JsonValue, text: string): boolean {
  if (typeof value !== 'object') {
    return String(value) === text;
  }
  const json = text.replace(STRINGS, '');
  return depthOf(json) <= MAX_DEPTH && hasExactNumbers(json);
}

/** Whether each number is as JavaScript writes it, so that none changes. */
function hasExactNumbers(json: string): boolean {
  const numbers = json.match(/-?\d[\d.eE+-]*/g) ?? [];
  return numbers.every(written => String(Number(written)) === written);
}

/** How deep lists and objects are nested. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const bracket of json.match(/[[\]{}]/g) ?? []) {
    depth += '[{'.includes(bracket) ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
