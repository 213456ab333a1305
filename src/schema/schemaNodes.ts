import type { JsonObject, JsonValue } from '@backstage/types';

const NUMBER_KEYWORDS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'format',
];

/** Keywords that apply to values of one type only. */
export const KEYWORDS_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  null: [],
  boolean: [],
  integer: NUMBER_KEYWORDS,
  number: NUMBER_KEYWORDS,
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  array: [
    'items',
    'prefixItems',
    'additionalItems',
    'minItems',
    'maxItems',
    'uniqueItems',
  ],
  object: [
    'properties',
    'required',
    'additionalProperties',
    'patternProperties',
    'minProperties',
    'maxProperties',
  ],
};

/** Keywords that refuse no value. */
const ANNOTATIONS = ['description', 'title', 'default'];

/** The keywords of a node that apply to one of its types. */
export function toOneType(node: JsonObject, type: string): JsonObject {
  const { enum: literals, ...rest } = node;
  const part: JsonObject = { ...rest, type };
  if (Array.isArray(literals)) {
    part.enum = literals.filter(value => isOfType(value, type));
  }
  deleteForeignKeywords(part);
  return part;
}

/** Deletes keywords that apply only to types other than the node's own. */
export function deleteForeignKeywords(node: JsonObject): void {
  const own = KEYWORDS_OF_TYPE[String(node.type)];
  if (own) {
    Object.values(KEYWORDS_OF_TYPE)
      .flat()
      .filter(keyword => !own.includes(keyword))
      .forEach(keyword => delete node[keyword]);
  }
}

/** The JSON Schema type of a value. */
export function typeOf(value: JsonValue | undefined): string {
  if (value === null || Array.isArray(value)) {
    return value === null ? 'null' : 'array';
  }
  return typeof value;
}

/** Whether a value has the given JSON Schema type. */
export function isOfType(value: JsonValue | undefined, type: string): boolean {
  return type === 'integer' ? Number.isInteger(value) : typeOf(value) === type;
}

/** Whether the schema refuses no value. */
export function acceptsAnything(node: JsonObject): boolean {
  return Object.keys(toAssertions(node)).length === 0;
}

/** The schema without annotations. */
export function toAssertions(node: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(node).filter(([keyword]) => !ANNOTATIONS.includes(keyword)),
  );
}

/** Drops schemas that differ from an earlier one only in their description. */
export function distinct(schemas: readonly JsonObject[]): JsonObject[] {
  const bySense = new Map<string, JsonObject>();
  for (const schema of schemas) {
    const sense = JSON.stringify(toAssertions(schema));
    if (!bySense.has(sense)) {
      bySense.set(sense, schema);
    }
  }
  return [...bySense.values()];
}

/**
 * Number of characters and values in the written schema, counted up to the
 * bound. A part that several alternatives share counts each time.
 */
export function weightOf(schema: JsonValue, max: number): number {
  const waiting: Array<JsonValue | undefined> = [schema];
  let weight = 0;
  while (waiting.length > 0 && weight < max) {
    const value = waiting.pop();
    weight += typeof value === 'string' ? value.length + 1 : 1;
    if (Array.isArray(value)) {
      // Each item counts at least once.
      value.slice(0, max - weight).forEach(item => waiting.push(item));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, entry] of Object.entries(value)) {
        weight += key.length;
        waiting.push(entry);
      }
    }
  }
  return weight;
}

/** The text, shortened to the maximum length if it is longer. */
export function clip(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

/** Adds a sentence to the node's description. */
export function describe(node: JsonObject, sentence: string): void {
  const known = typeof node.description === 'string' ? node.description : '';
  node.description = [known.replace(/\.\s*$/, ''), sentence]
    .filter(Boolean)
    .join('. ');
}

export function asArray(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}

export function asObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : {};
}
