import type { JsonObject, JsonValue } from '@backstage/types';
import { isContainer } from './Members';

/** Under this key stands what was cut. */
export const CUT_KEY = '_cut';

/**
 * The value with a note where every agent reads it: first, since agents that cut an
 * answer themselves keep its head. A list has no key for it, so its first item takes it:
 * text beside the list is lost on agents that hand over structured content only.
 * Undefined when neither can take it.
 */
export function withNoteInside(
  value: JsonValue,
  note: string,
): JsonValue | undefined {
  if (isFree(value)) {
    return { [CUT_KEY]: note, ...value };
  }
  if (!Array.isArray(value)) {
    return undefined;
  }
  const [first, ...others] = value;
  return isFree(first) ? [{ [CUT_KEY]: note, ...first }, ...others] : undefined;
}

function isFree(value: JsonValue | undefined): value is JsonObject {
  return isContainer(value) && !Array.isArray(value) && !(CUT_KEY in value);
}
