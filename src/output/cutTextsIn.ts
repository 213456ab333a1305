import type { JsonValue } from '@backstage/types';
import { cutHead } from './cutHead';
import { isContainer, MAX_DEPTH, Members } from './Members';

/**
 * Returns the value with its long texts cut, or the same value if it has none.
 */
export function cutTextsIn(
  value: JsonValue,
  bound: number,
  depth = 0,
): JsonValue {
  if (typeof value === 'string') {
    return cutHead(value, bound);
  }
  if (!isContainer(value) || depth >= MAX_DEPTH) {
    return value;
  }
  const members = Members.of(value);
  const values = Array.from({ length: members.length }, (_, index) =>
    cutTextsIn(members.valueAt(index), bound, depth + 1),
  );
  return values.some((each, index) => each !== members.valueAt(index))
    ? members.toContainer(values)
    : value;
}
