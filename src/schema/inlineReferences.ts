import type { JsonObject, JsonValue } from '@backstage/types';
import { openSchema } from './openSchema';
import { References } from './References';
import { asArray, asObject, clip, describe, weightOf } from './schemaNodes';

/** With more nodes, the rest of the schema accepts anything. */
const MAX_NODES = 1_000;
/**
 * OpenAI allows ten levels in strict mode. Models do not fill in deeper ones.
 */
const MAX_DEPTH = 8;
/** Names, texts and literals together, about 15,000 tokens. */
const MAX_CHARACTERS = 60_000;
/** A reference takes about one lookup per segment. */
const MAX_LOOKUPS = 20_000;
const MAX_TEXT_LENGTH = 100;

const TOO_LARGE = 'too large or too deep: the rest accepts anything';

const LISTS = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const SINGLES = ['items', 'additionalItems', 'additionalProperties'];
const DEFINITIONS = ['definitions', '$defs'];

export interface InlinedSchema {
  schema: JsonObject;
  changes: string[];
  /** Number of nodes written. Tests use it to check the bound. */
  nodes: number;
}

/** A position in the resulting schema. */
interface Place {
  depth: number;
  /** Names of the properties above, as `filter.values[]`. */
  path: string;
  /** The ancestors of this node, with their paths. */
  above: ReadonlyArray<{ node: JsonObject; path: string }>;
}

/**
 * Copies the schema and leaves the original unchanged. Visits only keywords
 * that hold schemas.
 */
class Inliner {
  nodes = 1;
  readonly changes = new Set<string>();
  readonly #references: References;
  #characters = MAX_CHARACTERS;

  constructor(root: JsonObject) {
    this.#references = new References(root, MAX_LOOKUPS);
  }

  node(value: JsonValue | undefined, place: Place): JsonObject {
    if (value === false) {
      return { not: {} };
    }
    const node = asObject(value);
    // The parent has already counted this node.
    const nodes = this.nodes + countChildren(node);
    if (nodes > MAX_NODES || this.#characters < 0 || place.depth > MAX_DEPTH) {
      this.changes.add(TOO_LARGE);
      return openSchema(node);
    }
    this.nodes = nodes;
    const inside = {
      ...place,
      above: [...place.above, { node, path: place.path }],
    };
    return typeof node.$ref === 'string'
      ? this.#target(node, node.$ref, inside)
      : this.#entries(node, inside);
  }

  #entries(node: JsonObject, place: Place): JsonObject {
    return Object.fromEntries(
      Object.entries(node)
        .filter(([key]) => !DEFINITIONS.includes(key))
        .map(([key, value]) => [key, this.#value(key, value, place)])
        .filter(([, value]) => value !== undefined),
    );
  }

  #value(
    key: string,
    value: JsonValue | undefined,
    place: Place,
  ): JsonValue | undefined {
    if (LISTS.includes(key) || (key === 'items' && Array.isArray(value))) {
      return asArray(value).map(item => this.node(item, below(place, key)));
    }
    if (SINGLES.includes(key) && typeof value !== 'boolean') {
      return this.node(value, below(place, key));
    }
    if (key === 'properties') {
      return Object.fromEntries(
        Object.entries(asObject(value)).map(([name, schema]) => {
          this.#characters -= name.length;
          return [name, this.node(schema, below(place, key, name))];
        }),
      );
    }
    return this.#data(value);
  }

  /** Anything that is not a schema: texts, numbers and lists of literals. */
  #data(value: JsonValue | undefined): JsonValue | undefined {
    this.#characters -= weightOf(value ?? null, this.#characters + 1);
    if (this.#characters < 0) {
      this.changes.add(TOO_LARGE);
      return undefined;
    }
    return value ?? null;
  }

  #target(node: JsonObject, reference: string, place: Place): JsonObject {
    const { $ref, ...siblings } = node;
    const own = this.#entries(siblings, place);
    const target = this.#references.resolve(reference);
    if (target === undefined) {
      this.changes.add(
        `the reference ${clip(reference, MAX_TEXT_LENGTH)} cannot be resolved: accepts anything`,
      );
      return own;
    }
    const known = place.above.find(above => above.node === target);
    if (!known) {
      return { ...this.node(target, place), ...own };
    }
    this.changes.add('a recursive part was cut: the rest accepts anything');
    const cut: JsonObject = { ...openSchema(known.node), ...own };
    describe(cut, `Same as ${known.path || 'the whole input'}`);
    return cut;
  }
}

/**
 * Replaces local references by their targets. Gemini refuses references
 * (gemini-cli#13326), and zod-to-json-schema writes one wherever an object is
 * used twice. A recursive schema is cut where it first contains itself:
 * unrolling it would make it long and still incomplete. The cut part accepts
 * anything of its type, and the action validates it.
 */
export function inlineReferences(root: JsonObject): InlinedSchema {
  const inliner = new Inliner(root);
  const schema = inliner.node(root, { depth: 0, path: '', above: [] });
  return { schema, changes: [...inliner.changes], nodes: inliner.nodes };
}

function below(place: Place, keyword: string, name = ''): Place {
  const steps: Record<string, string> = {
    properties: `.${name}`,
    items: '[]',
    additionalProperties: '.*',
  };
  const step = steps[keyword] ?? '';
  return {
    ...place,
    depth: place.depth + 1,
    path: clip(`${place.path}${step}`.replace(/^\./, ''), MAX_TEXT_LENGTH),
  };
}

/** Number of direct child nodes. */
function countChildren(node: JsonObject): number {
  const lists = [...LISTS, 'items'].map(key => asArray(node[key]).length);
  const properties = Object.keys(asObject(node.properties)).length;
  const singles = SINGLES.filter(key => key in node).length;
  const references = '$ref' in node ? 1 : 0;
  return lists.reduce(
    (sum, length) => sum + length,
    properties + singles + references,
  );
}
