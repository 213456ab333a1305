import type { JsonObject, JsonValue } from '@backstage/types';

/**
 * The longest reference that zod-to-json-schema writes for ten nested
 * properties.
 */
const MAX_REFERENCE_LENGTH = 1_000;

/** Resolves local references in one schema, up to a total number of lookups. */
export class References {
  readonly #root: JsonObject;
  readonly #known = new Map<string, JsonValue | undefined>();
  #lookups: number;

  constructor(root: JsonObject, maxLookups: number) {
    this.#root = root;
    this.#lookups = maxLookups;
  }

  /**
   * Never fetches another document: returns undefined for references to one.
   */
  resolve(reference: string): JsonValue | undefined {
    if (reference === '#') {
      return this.#root;
    }
    if (
      !reference.startsWith('#/') ||
      reference.length > MAX_REFERENCE_LENGTH
    ) {
      return undefined;
    }
    if (!this.#known.has(reference)) {
      const segments = reference.slice(2).split('/');
      this.#known.set(reference, this.#find(this.#root, segments));
    }
    return this.#known.get(reference);
  }

  /**
   * Reads RFC 6901 pointers in fragment form, and what zod-to-json-schema
   * writes instead: it escapes nothing, so that a property named `a/b` becomes
   * two segments.
   */
  #find(
    value: JsonValue | undefined,
    segments: readonly string[],
  ): JsonValue | undefined {
    if (segments.length === 0) {
      return value;
    }
    if (typeof value !== 'object' || value === null) {
      return undefined;
    }
    for (let taken = 1; taken <= segments.length; taken += 1) {
      this.#lookups -= 1;
      if (this.#lookups < 0) {
        return undefined;
      }
      const written = segments.slice(0, taken).join('/');
      const key = [unescapeSegment(written), written].find(spelling =>
        Object.hasOwn(value, spelling),
      );
      const found =
        key === undefined
          ? undefined
          : this.#find((value as JsonObject)[key], segments.slice(taken));
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }
}

function unescapeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment).replace(/~1/g, '/').replace(/~0/g, '~');
  } catch {
    return segment;
  }
}
