import type { JsonObject, JsonValue } from '@backstage/types';
import { isContainer } from './Members';

/** The key of the note. */
export const CUT_KEY = '_cut';

/**
 * Returns the value with the note as its first key, where every agent reads it:
 * agents that cut an output themselves keep its head. A list has no keys, so
 * its first item gets the note. A text beside the list would be lost on agents
 * that pass on structured content only. Returns undefined if there is no place
 * for the note.
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
