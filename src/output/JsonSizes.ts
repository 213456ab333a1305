import type { JsonValue } from '@backstage/types';
import { jsonSizeOfScalar, jsonSizeOfText } from './jsonSize';
import {
  BRACKETS_SIZE,
  type Container,
  EMPTY_CONTAINER_SIZE,
  isContainer,
  keysOf,
  MAX_DEPTH,
} from './Members';

/** Measuring smaller containers again is cheaper than remembering them. */
const MIN_REMEMBERED_SIZE = 1_000;

export interface SizeOptions {
  /** How many containers enclose the value. Default: 0. */
  readonly depth?: number;
  /** Stops once the size is above it. */
  readonly limit: number;
}

/** Bytes of a text as JSON, or any number above the limit. */
export type SizeOfText = (text: string, limit: number) => number;

/** The size of the whole text. */
export const wholeSizeOfText: SizeOfText = (text, limit) =>
  // Each code unit takes at least one byte.
  text.length > limit ? text.length : jsonSizeOfText(text);

/**
 * Measures values in bytes of UTF-8 JSON without writing that JSON. The limit
 * bounds the work, whatever the value. Measures large parts of a value once.
 */
export class JsonSizes {
  readonly #sizeOfText: SizeOfText;
  readonly #known = new Map<Container, number>();
  /** Containers that exceeded a limit. They are larger than the size here. */
  readonly #exceeded = new Map<Container, number>();

  static create(sizeOfText: SizeOfText): JsonSizes {
    return new JsonSizes(sizeOfText);
  }

  private constructor(sizeOfText: SizeOfText) {
    this.#sizeOfText = sizeOfText;
  }

  /** Returns the size of the value, or some number above the limit. */
  sizeOf(value: JsonValue, { depth = 0, limit }: SizeOptions): number {
    return this.#measure(value, depth, limit);
  }

  #measure(value: JsonValue, depth: number, limit: number): number {
    if (typeof value === 'string') {
      return this.#sizeOfText(value, limit);
    }
    return isContainer(value)
      ? this.#measureContainer(value, depth, limit)
      : jsonSizeOfScalar(value);
  }

  #measureContainer(
    container: Container,
    depth: number,
    limit: number,
  ): number {
    const known = this.#known.get(container);
    if (known !== undefined) {
      return known;
    }
    const exceeded = this.#exceeded.get(container) ?? 0;
    if (exceeded > limit) {
      return exceeded;
    }
    const size =
      depth < MAX_DEPTH
        ? this.#sumOf(container, depth + 1, limit)
        : deepSizeOf(container, limit);
    if (size >= MIN_REMEMBERED_SIZE) {
      (size > limit ? this.#exceeded : this.#known).set(container, size);
    }
    return size;
  }

  #sumOf(container: Container, depth: number, limit: number): number {
    let size = BRACKETS_SIZE;
    if (Array.isArray(container)) {
      for (let index = 0; index < container.length && size <= limit; index++) {
        // JSON writes null for an undefined item.
        const item = container[index] ?? null;
        size += this.#measure(item, depth, limit - size) + 1;
      }
      return Math.max(size, EMPTY_CONTAINER_SIZE);
    }
    for (const key of keysOf(container)) {
      const value = container[key];
      if (size > limit) {
        break;
      }
      if (value !== undefined) {
        size += jsonSizeOfText(key) + 2;
        size += this.#measure(value, depth, limit - size);
      }
    }
    return Math.max(size, EMPTY_CONTAINER_SIZE);
  }
}

/** Measures the whole value without recursion. */
function deepSizeOf(container: Container, limit: number): number {
  let size = 0;
  const open: Container[] = [container];
  for (let next = open.pop(); next && size <= limit; next = open.pop()) {
    let own = BRACKETS_SIZE;
    for (const [key, value] of Object.entries(next)) {
      own += Array.isArray(next) ? 1 : jsonSizeOfText(key) + 2;
      if (isContainer(value)) {
        open.push(value);
      } else {
        own +=
          typeof value === 'string'
            ? jsonSizeOfText(value)
            : jsonSizeOfScalar(value ?? null);
      }
    }
    size += Math.max(own, EMPTY_CONTAINER_SIZE);
  }
  return size;
}
