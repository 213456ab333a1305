import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '@backstage/types';

const PORTABLE_KEY = /^[a-zA-Z0-9_.-]{1,64}$/;

const NUMBER_KEYWORDS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'format',
];

/** The keywords that say something about values of one type only. */
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

/** The key as it is, or one that is allowed and found nowhere else (claude-code#92648). */
export function toPortableKey(key: string): string {
  if (PORTABLE_KEY.test(key)) {
    return key;
  }
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return `${key.replace(/[^a-zA-Z0-9_.-]/g, '_').slice(0, 48)}_${hash}`;
}

/** The part of a schema that is about one of its types. */
export function toOneType(node: JsonObject, type: string): JsonObject {
  const { enum: literals, ...rest } = node;
  const part: JsonObject = { ...rest, type };
  if (Array.isArray(literals)) {
    part.enum = literals.filter(value => isOfType(value, type));
  }
  deleteForeignKeywords(part);
  return part;
}

/** What is said of other types than the node's own says nothing. */
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

/** Whether a value is of that JSON Schema type. */
export function isOfType(value: JsonValue | undefined, type: string): boolean {
  return type === 'integer' ? Number.isInteger(value) : typeOf(value) === type;
}

/** Whether the schema refuses no value. */
export function acceptsAnything(node: JsonObject): boolean {
  return Object.keys(toAssertions(node)).length === 0;
}

/** The schema without what is only told of it. */
export function toAssertions(node: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(node).filter(([keyword]) => !ANNOTATIONS.includes(keyword)),
  );
}

/** Without those that differ from an earlier one in their descriptions only. */
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
