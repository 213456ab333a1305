import type { JsonObject, JsonValue } from '@backstage/types';
import { asArray, asObject } from './schemaNodes';

/** How often a schema that contains itself is written out before it is cut. */
const MAX_RECURSION = 2;
/** Schemas come with every request to a model: beyond this many nodes, once is enough. */
const AMPLE_NODES = 200;
/** Beyond this many nodes the rest accepts anything. */
const MAX_NODES = 1_000;
/** OpenAI takes ten levels in strict mode; deeper ones models do not fill in. */
const MAX_DEPTH = 10;

const LISTS = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const SINGLES = ['items', 'additionalItems', 'additionalProperties'];
const DEFINITIONS = ['definitions', '$defs'];

export interface InlinedSchema {
  schema: JsonObject;
  changes: string[];
}

/** Where in the schema: pointers to the nodes above, the innermost last. */
interface Place {
  depth: number;
  path: readonly string[];
}

/** Copies; the original stays as it is. Only what can be a schema is walked. */
class Inliner {
  nodes = 0;
  readonly changes = new Set<string>();
  readonly #root: JsonObject;
  readonly #recursion: number;

  constructor(root: JsonObject, recursion: number) {
    this.#root = root;
    this.#recursion = recursion;
  }

  inline(): JsonObject {
    return this.#node(this.#root, { depth: 0, path: ['#'] });
  }

  #node(value: JsonValue | undefined, place: Place): JsonObject {
    this.nodes += 1;
    if (this.nodes > MAX_NODES || place.depth > MAX_DEPTH) {
      this.changes.add('nested too deeply: the rest accepts anything');
      return {};
    }
    if (value === false) {
      return { not: {} };
    }
    const node = asObject(value);
    return typeof node.$ref === 'string'
      ? this.#target(node, node.$ref, place)
      : this.#entries(node, place);
  }

  #entries(node: JsonObject, place: Place): JsonObject {
    return Object.fromEntries(
      Object.entries(node)
        .filter(([key]) => !DEFINITIONS.includes(key))
        .map(([key, value]) => [key, this.#value(key, value, place)]),
    );
  }

  #value(key: string, value: JsonValue | undefined, place: Place): JsonValue {
    if (LISTS.includes(key) || (key === 'items' && Array.isArray(value))) {
      return asArray(value).map((item, position) =>
        this.#node(item, below(place, key, position)),
      );
    }
    if (SINGLES.includes(key) && typeof value !== 'boolean') {
      return this.#node(value, below(place, key));
    }
    if (key === 'properties') {
      return Object.fromEntries(
        Object.entries(asObject(value)).map(([name, schema]) => [
          name,
          this.#node(schema, below(place, key, name)),
        ]),
      );
    }
    return value ?? null;
  }

  #target(node: JsonObject, reference: string, place: Place): JsonObject {
    const { $ref, ...siblings } = node;
    const own = () => this.#entries(siblings, place);
    const target = resolveReference(this.#root, reference);
    if (target === undefined) {
      this.changes.add(
        `the reference ${reference} leads nowhere: accepts anything`,
      );
      return own();
    }
    const visits = place.path.filter(visited => visited === reference).length;
    if (visits >= this.#recursion) {
      this.changes.add('contains itself: cut, the rest accepts anything');
      return own();
    }
    const path = [...place.path, reference];
    return { ...this.#node(target, { ...place, path }), ...own() };
  }
}

/**
 * Puts the targets of local references in their place: Gemini takes none
 * (gemini-cli#13326), and zod-to-json-schema writes one wherever an object is
 * used twice. A schema that contains itself is unrolled and then cut; what is
 * cut accepts anything, since the action validates the truth.
 */
export function inlineReferences(root: JsonObject): InlinedSchema {
  const twice = new Inliner(root, MAX_RECURSION);
  const unrolled = twice.inline();
  if (twice.nodes <= AMPLE_NODES) {
    return { schema: unrolled, changes: [...twice.changes] };
  }
  const once = new Inliner(root, 1);
  const schema = once.inline();
  return { schema, changes: [...once.changes] };
}

function below({ depth, path }: Place, ...steps: (string | number)[]): Place {
  const pointer = [path.at(-1), ...steps].join('/');
  return { depth: depth + 1, path: [...path, pointer] };
}

/** References to other documents are never fetched. */
function resolveReference(
  root: JsonObject,
  reference: string,
): JsonValue | undefined {
  if (reference === '#') {
    return root;
  }
  return reference.startsWith('#/')
    ? resolveSegments(root, reference.slice(2).split('/'))
    : undefined;
}

/**
 * RFC 6901 in its fragment form, and what zod-to-json-schema writes instead: it
 * escapes nothing, so that a property named `a/b` takes up two segments.
 */
function resolveSegments(
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
    const written = segments.slice(0, taken).join('/');
    const key = [unescapeSegment(written), written].find(spelling =>
      Object.hasOwn(value, spelling),
    );
    const found =
      key === undefined
        ? undefined
        : resolveSegments((value as JsonObject)[key], segments.slice(taken));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function unescapeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment).replace(/~1/g, '/').replace(/~0/g, '~');
  } catch {
    return segment;
  }
}
