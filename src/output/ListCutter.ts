import type { JsonValue } from '@backstage/types';
import { floorOf } from './floorOf';
import { largestMembers } from './largestMembers';
import {
  BRACKETS_SIZE,
  EMPTY_CONTAINER_SIZE,
  firstValuesOf,
  isContainer,
  MAX_DEPTH,
  Members,
} from './Members';
import type { JsonSizes } from './JsonSizes';
import { largestShare } from './largestShare';

/** A list, or an object used as a map, of which only the first members are left. */
export interface ListCut {
  /** Keys from the root to it. */
  readonly path: readonly string[];
  readonly kept: number;
  readonly total: number;
  readonly unit: Members['unit'];
}

export interface CutLists {
  readonly value: JsonValue;
  readonly cuts: readonly ListCut[];
}

interface Place {
  /** Bytes that the value may take. */
  readonly bytes: number;
  readonly path: readonly string[];
}

/**
 * Cuts lists to prefixes until a value fits, from the root down. A container of which a
 * few members are large shares the room among them; of others the first members stay.
 * Texts stay as they are, for whoever cuts them afterwards; `sizes` says what they count.
 */
export class ListCutter {
  readonly #sizes: JsonSizes;

  static create(sizes: JsonSizes): ListCutter {
    return new ListCutter(sizes);
  }

  private constructor(sizes: JsonSizes) {
    this.#sizes = sizes;
  }

  /** Undefined when no cut makes it fit. */
  cut(value: JsonValue, bytes: number): CutLists | undefined {
    return this.#fit(value, { bytes, path: [] });
  }

  #fit(value: JsonValue, place: Place): CutLists | undefined {
    const depth = place.path.length;
    const limit = place.bytes;
    if (this.#sizes.sizeOf(value, { depth, limit }) <= limit) {
      return { value, cuts: [] };
    }
    if (
      !isContainer(value) ||
      depth >= MAX_DEPTH ||
      place.bytes < EMPTY_CONTAINER_SIZE
    ) {
      return undefined;
    }
    const members = Members.of(value);
    return this.#share(members, place) ?? this.#prefix(members, place);
  }

  /** All members stay; the largest share what room the others leave. */
  #share(members: Members, place: Place): CutLists | undefined {
    const depth = place.path.length + 1;
    const bytes = place.bytes - BRACKETS_SIZE;
    const sizeAt = (index: number) =>
      this.#sizes.sizeOf(members.valueAt(index), { depth, limit: bytes });
    const found = largestMembers(members, { sizeAt, bytes });
    if (!found) {
      return undefined;
    }
    const claims = found.indices.map(index => ({
      size: sizeAt(index),
      floor: floorOf(members.valueAt(index), {
        depth,
        sizes: this.#sizes,
        limit: found.bytes,
      }),
    }));
    const share = largestShare(claims, found.bytes);
    if (share === undefined) {
      return undefined;
    }
    const values = firstValuesOf(members, members.length);
    const cuts: ListCut[] = [];
    for (const [position, index] of found.indices.entries()) {
      const fitted = this.#fit(values[index], {
        bytes: Math.max(share, claims[position].floor),
        path: [...place.path, members.keyAt(index)],
      });
      if (!fitted) {
        return undefined;
      }
      values[index] = fitted.value;
      cuts.push(...fitted.cuts);
    }
    return { value: members.toContainer(values), cuts };
  }

  /** The first members stay. The next one is cut when they leave most of the room. */
  #prefix(members: Members, { bytes, path }: Place): CutLists {
    const depth = path.length + 1;
    const { length: total, unit } = members;
    const values: JsonValue[] = [];
    let left = bytes - BRACKETS_SIZE;
    let next: CutLists | undefined;
    while (values.length < total) {
      const index = values.length;
      const value = members.valueAt(index);
      const room = left - members.overheadAt(index);
      const size = this.#sizes.sizeOf(value, { depth, limit: room });
      if (size > room) {
        const place = { bytes: room, path: [...path, members.keyAt(index)] };
        next = left > bytes / 2 ? this.#fit(value, place) : undefined;
        break;
      }
      values.push(value);
      left = room - size;
    }
    const all = next ? [...values, next.value] : values;
    const own = { path, kept: all.length, total, unit };
    return {
      value: members.toContainer(all),
      cuts: [...(own.kept < total ? [own] : []), ...(next?.cuts ?? [])],
    };
  }
}
