import type { JsonValue } from '@backstage/types';
import {
  BRACKETS_SIZE,
  EMPTY_CONTAINER_SIZE,
  isContainer,
  MAX_DEPTH,
  Members,
} from './Members';
import type { JsonSizes } from './JsonSizes';

export interface FloorOptions {
  /** With texts cut as short as they may be. */
  readonly sizes: JsonSizes;
  readonly depth: number;
  /** Looks no further once the floor is above it. */
  readonly limit: number;
}

/**
 * Bytes that a value keeps when its lists are emptied and its texts cut, or some number
 * above the limit.
 */
export function floorOf(
  value: JsonValue,
  { sizes, depth, limit }: FloorOptions,
): number {
  if (!isContainer(value) || depth >= MAX_DEPTH) {
    return sizes.sizeOf(value, { depth, limit });
  }
  const members = Members.of(value);
  if (!members.areFields) {
    return EMPTY_CONTAINER_SIZE;
  }
  let floor = BRACKETS_SIZE;
  for (let index = 0; index < members.length && floor <= limit; index++) {
    floor += members.overheadAt(index);
    floor += floorOf(members.valueAt(index), {
      sizes,
      depth: depth + 1,
      limit: limit - floor,
    });
  }
  return Math.max(floor, EMPTY_CONTAINER_SIZE);
}
