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
  /** The sizes with texts cut as short as possible. */
  readonly sizes: JsonSizes;
  readonly depth: number;
  /** Stops once the floor is above it. */
  readonly limit: number;
}

/**
 * Returns the bytes of a value with empty lists and its texts cut as short as
 * possible, or some number above the limit.
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
