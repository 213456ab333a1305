import type { JsonValue } from '@backstage/types';
import { isContainer, MAX_DEPTH } from './Members';
import { isLong } from './textBounds';

/** Returns the texts in a value that may be cut. */
export function longTextsIn(value: JsonValue, depth = 0): string[] {
  if (typeof value === 'string') {
    return isLong(value) ? [value] : [];
  }
  if (!isContainer(value) || depth >= MAX_DEPTH) {
    return [];
  }
  return Object.values(value).flatMap(member =>
    longTextsIn(member ?? null, depth + 1),
  );
}
