import type { Members } from './Members';

/** A list or map with more large members than this loses members instead. */
const MAX_LARGE_MEMBERS = 10;

export interface LargestMembersOptions {
  /** Bytes of a member's value, or some number above `bytes`. */
  sizeAt(index: number): number;
  /** The room for all members. */
  readonly bytes: number;
}

export interface LargestMembers {
  readonly indices: readonly number[];
  /** The room that the other members and all keys leave for them. */
  readonly bytes: number;
}

/**
 * Returns the members that share the room, in order: all fields of a record, or
 * the few largest members of a list or map. Returns undefined if the others
 * leave no room, without looking at all of them.
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
