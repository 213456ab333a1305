import type { JsonObject, JsonValue } from '@backstage/types';
import { jsonSizeOfText } from './jsonSize';

export type Container = JsonValue[] | JsonObject;

/**
 * Deeper values are not cut, and are measured without recursion. Real outputs
 * are at most a third as deep.
 */
export const MAX_DEPTH = 100;

export const EMPTY_CONTAINER_SIZE = '[]'.length;
/**
 * Brackets around members that each count a comma, although the last has none.
 */
export const BRACKETS_SIZE = 1;

/** Whether the value is a list or an object. */
export function isContainer(value: JsonValue | undefined): value is Container {
  return typeof value === 'object' && value !== null;
}

/**
 * Objects with more keys have their keys remembered: a million keys take a
 * second.
 */
const MAX_CHEAP_KEYS = 10_000;
const keysOfLarge = new WeakMap<JsonObject, readonly string[]>();

export function keysOf(object: JsonObject): readonly string[] {
  const known = keysOfLarge.get(object);
  if (known) {
    return known;
  }
  const keys = Object.keys(object);
  if (keys.length > MAX_CHEAP_KEYS) {
    keysOfLarge.set(object, keys);
  }
  return keys;
}

/**
 * An object with more keys is a map, and loses keys like a list loses items.
 */
const MAX_RECORD_KEYS = 100;

/**
 * A uniform view of lists and objects: values in order, with their keys if any.
 */
export class Members {
  readonly #container: Container;
  readonly #keys?: readonly string[];

  static of(container: Container): Members {
    return new Members(container);
  }

  private constructor(container: Container) {
    this.#container = container;
    this.#keys = Array.isArray(container) ? undefined : keysOf(container);
  }

  get length(): number {
    return (this.#keys ?? (this.#container as JsonValue[])).length;
  }

  /** The word for the members in a note. */
  get unit(): 'items' | 'keys' {
    return this.#keys ? 'keys' : 'items';
  }

  /** Whether the members are the fields of an object that is not a map. */
  get areFields(): boolean {
    return this.#keys !== undefined && this.#keys.length <= MAX_RECORD_KEYS;
  }

  keyAt(index: number): string {
    return this.#keys?.[index] ?? `${index}`;
  }

  valueAt(index: number): JsonValue {
    return Array.isArray(this.#container)
      ? this.#container[index]
      : (this.#container[this.keyAt(index)] as JsonValue);
  }

  /** Bytes of a member in JSON besides its value: key, colon, comma. */
  overheadAt(index: number): number {
    return this.#keys ? jsonSizeOfText(this.#keys[index]) + 2 : 1;
  }

  /**
   * Creates a container of the same kind with these values as its first
   * members.
   */
  toContainer(values: readonly JsonValue[]): Container {
    const keys = this.#keys;
    return keys
      ? // Defines rather than assigns, so that __proto__ is a key like others.
        Object.fromEntries(values.map((value, index) => [keys[index], value]))
      : [...values];
  }
}

/** Returns the first values, up to the given number. */
export function firstValuesOf(members: Members, count: number): JsonValue[] {
  return Array.from({ length: count }, (_, index) => members.valueAt(index));
}
