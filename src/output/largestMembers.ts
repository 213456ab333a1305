import type { Members } from './Members';

/** In a list or a map, more large members than these are cut by leaving members out. */
const MAX_LARGE_MEMBERS = 10;

export interface LargestMembersOptions {
  /** Bytes of the value of a member, or some number above `bytes`. */
  sizeAt(index: number): number;
  /** What there is for all members. */
  readonly bytes: number;
}

export interface LargestMembers {
  readonly indices: readonly number[];
  /** What the other members and all keys leave for them. */
  readonly bytes: number;
}

/**
 * The members that are to share the room, in order: all fields of a record, the few largest of
 * a list or a map. Undefined when the others leave no room, which it sees without
 * looking at all of them.
 */
export function largestMembers(
  members: Members,
  { sizeAt, bytes }: LargestMembersOptions,
): LargestMembers | undefined {
  const count = members.areFields ? members.length : MAX_LARGE_MEMBERS;
  const largest: { index: number; size: number }[] = [];
  let left = bytes;
  for (let index = 0; index < members.length && left >= 0; index++) {
    left -= members.overheadAt(index);
    const size = sizeAt(index);
    const before = largest.findIndex(other => other.size < size);
    largest.splice(before < 0 ? largest.length : before, 0, { index, size });
    if (largest.length > count) {
      left -= largest.pop()!.size;
    }
  }
  return left < 0
    ? undefined
    : {
        indices: largest.map(({ index }) => index).sort((a, b) => a - b),
        bytes: left,
      };
}
