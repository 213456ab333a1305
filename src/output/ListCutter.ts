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

/** A list, or an object used as a map, that keeps only its first members. */
export interface ListCut {
  /** The keys from the root to the container. */
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
  /**
   * Whether an object that is not a map may lose fields, which its schema may
   * require.
   */
  readonly fields: 'kept' | 'cut';
}

interface FitAll {
  readonly place: Place;
  /** Indices of members, each with the bytes that it may take. */
  readonly rooms: readonly (readonly [number, number])[];
}

/**
 * Cuts lists to prefixes until a value fits, from the root down. If a few
 * members are large, they share the room. Otherwise the first members stay.
 * Leaves texts for a later step, and `sizes` decides how they count.
 */
export class ListCutter {
  readonly #sizes: JsonSizes;

  static create(sizes: JsonSizes): ListCutter {
    return new ListCutter(sizes);
  }

  private constructor(sizes: JsonSizes) {
    this.#sizes = sizes;
  }

  /** Returns undefined if no cut makes it fit. */
  cut(value: JsonValue, bytes: number): CutLists | undefined {
    return (
      this.#fit(value, { bytes, path: [], fields: 'kept' }) ??
      this.#fit(value, { bytes, path: [], fields: 'cut' })
    );
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
    const shared = this.#share(members, place);
    return shared || (members.areFields && place.fields === 'kept')
      ? shared
      : this.#prefix(members, place);
  }

  /** Keeps all members. The largest share the room that the others leave. */
  #share(members: Members, place: Place): CutLists | undefined {
    const depth = place.path.length + 1;
    const bytes = place.bytes - BRACKETS_SIZE;
    const sizeAt = (index: number) =>
      this.#sizes.sizeOf(members.valueAt(index), { depth, limit: bytes });
    const found = largestMembers(members, { sizeAt, bytes });
    if (!found) {
      return undefined;
    }
    const limit = found.bytes;
    const claims = found.indices.map(index => {
      const value = members.valueAt(index);
      const floor = floorOf(value, { sizes: this.#sizes, depth, limit });
      return { index, size: sizeAt(index), floor };
    });
    const share = largestShare(claims, limit);
    return share === undefined
      ? undefined
      : this.#fitAll(members, {
          place,
          rooms: claims.map(({ index, floor }) => [
            index,
            Math.max(share, floor),
          ]),
        });
  }

  /** Keeps all members, and cuts those with a room to it. */
  #fitAll(members: Members, { place, rooms }: FitAll): CutLists | undefined {
    const values = firstValuesOf(members, members.length);
    const cuts: ListCut[] = [];
    for (const [index, bytes] of rooms) {
      const path = [...place.path, members.keyAt(index)];
      const fitted = this.#fit(values[index], { ...place, bytes, path });
      if (!fitted) {
        return undefined;
      }
      values[index] = fitted.value;
      cuts.push(...fitted.cuts);
    }
    return { value: members.toContainer(values), cuts };
  }

  /**
   * Keeps the first members. Cuts the next one if they leave most of the room.
   */
  #prefix(members: Members, place: Place): CutLists {
    const depth = place.path.length + 1;
    const { length: total, unit } = members;
    const values: JsonValue[] = [];
    const cuts: ListCut[] = [];
    let left = place.bytes - BRACKETS_SIZE;
    while (values.length < total) {
      const index = values.length;
      const value = members.valueAt(index);
      const room = left - members.overheadAt(index);
      const size = this.#sizes.sizeOf(value, { depth, limit: room });
      if (size > room) {
        const path = [...place.path, members.keyAt(index)];
        const next =
          left > place.bytes / 2
            ? this.#fit(value, { ...place, bytes: room, path })
            : undefined;
        values.push(...(next ? [next.value] : []));
        cuts.push(...(next?.cuts ?? []));
        break;
      }
      values.push(value);
      left = room - size;
    }
    const { length: kept } = values;
    return {
      value: members.toContainer(values),
      cuts:
        kept < total
          ? [{ path: place.path, kept, total, unit }, ...cuts]
          : cuts,
    };
  }
}
