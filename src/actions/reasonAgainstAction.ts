import type { JsonValue } from '@backstage/types';

/** A schema of 40 nested objects has about this many levels of JSON. */
const MAX_LEVELS = 100;
/**
 * Objects, lists and literals of one action. The largest known action has 400.
 */
const MAX_VALUES = 10_000;
/** Names and texts of one action. The largest known action has 12,000. */
const MAX_CHARACTERS = 256 * 1024;
/** The id becomes part of a URL when the action is called. */
const MAX_ID_LENGTH = 256;
const MAX_TITLE_LENGTH = 1_000;

const ATTRIBUTES = ['readOnly', 'destructive', 'idempotent'];

const MALFORMED = 'it does not match the format of the Actions Registry';

/**
 * Why a listed action is unusable, or undefined when it is usable. Later steps
 * may recurse into the action and match patterns against its texts, so this
 * check uses neither.
 */
export function reasonAgainstAction(
  action: Record<string, unknown>,
): string | undefined {
  if (!isWellFormed(action)) {
    return MALFORMED;
  }
  const { id, name, pluginId, title } = action as Record<string, string>;
  if ([id, name, pluginId].some(text => text.length > MAX_ID_LENGTH)) {
    return `its id is longer than ${MAX_ID_LENGTH} characters`;
  }
  if (title.length > MAX_TITLE_LENGTH) {
    return `its title is longer than ${MAX_TITLE_LENGTH} characters`;
  }
  return reasonAgainstSize(action as JsonValue);
}

/**
 * Whether all parts that a tool is made of have the format of the Actions
 * Registry.
 */
function isWellFormed(action: Record<string, unknown>): boolean {
  const { id, pluginId, name, title, description } = action;
  const { schema, attributes, examples = [] } = action;
  return (
    [id, pluginId, name, title, description].every(
      value => typeof value === 'string',
    ) &&
    isObject(schema) &&
    [schema.input, schema.output, attributes].every(isObject) &&
    // A single hint that is not a boolean makes strict clients refuse the whole
    // list.
    ATTRIBUTES.map(key => (attributes as Record<string, unknown>)[key]).every(
      value => value === undefined || typeof value === 'boolean',
    ) &&
    Array.isArray(examples) &&
    examples.every(
      example =>
        isObject(example) &&
        typeof example.title === 'string' &&
        isObject(example.input),
    )
  );
}

function reasonAgainstSize(action: JsonValue): string | undefined {
  const waiting = [{ value: action as JsonValue | undefined, level: 1 }];
  let values = 0;
  let characters = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, level } = next;
    values += 1;
    if (typeof value === 'string') {
      characters += value.length;
    } else if (typeof value === 'object' && value !== null) {
      const entries = Array.isArray(value)
        ? value.map(item => ['', item] as const)
        : Object.entries(value);
      if (level > MAX_LEVELS) {
        return `it is nested more than ${MAX_LEVELS} levels deep`;
      }
      if (values + waiting.length + entries.length > MAX_VALUES) {
        return `it has more than ${MAX_VALUES} values`;
      }
      for (const [key, entry] of entries) {
        characters += key.length;
        waiting.push({ value: entry, level: level + 1 });
      }
    }
    if (characters > MAX_CHARACTERS) {
      return `it has more than ${MAX_CHARACTERS} characters`;
    }
  }
  return undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
