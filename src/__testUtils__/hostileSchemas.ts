import type { JsonObject, JsonValue } from '@backstage/types';
import fc from 'fast-check';

const text = { type: 'string' };

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function nest(levels: number, wrap: (inner: JsonObject) => JsonObject) {
  return times(levels, () => wrap).reduce<JsonObject>(
    (inner, each) => each(inner),
    text,
  );
}

function ofProperties(count: number, make: (index: number) => JsonObject) {
  return Object.fromEntries(times(count, index => [`p${index}`, make(index)]));
}

/** Every way to split the segments resolves partly, and none completely. */
function manySplits(levels: number): JsonObject {
  return levels <= 0
    ? {}
    : { a: manySplits(levels - 1), 'a/a': manySplits(levels - 2) };
}

/** Schemas that are larger, deeper or stranger than any plugin needs. */
export const HOSTILE_SCHEMAS: Record<string, JsonValue> = {
  '3,000 anyOf deep': nest(3_000, inner => ({ anyOf: [inner] })),
  '3,000 not deep': nest(3_000, inner => ({ not: inner })),
  'a default 3,000 lists deep': {
    type: 'object',
    default: JSON.parse('['.repeat(3_000) + ']'.repeat(3_000)),
  },
  'a reference of 30,000 segments': {
    type: 'object',
    properties: { a: { $ref: `#${'/a'.repeat(30_000)}` } },
  },
  '200 references of many splits': {
    type: 'object',
    properties: {
      ...ofProperties(200, index => ({
        $ref: `#/tree/${'a/'.repeat(16)}missing${index}`,
      })),
    },
    tree: manySplits(16),
  },
  '1,000 references in a row': {
    type: 'object',
    $ref: '#/$defs/d0',
    $defs: Object.fromEntries(
      times(1_000, index => [`d${index}`, { $ref: `#/$defs/d${index + 1}` }]),
    ),
  },
  'references that multiply': {
    $ref: '#/$defs/d0',
    $defs: Object.fromEntries(
      times(9, index => [
        `d${index}`,
        { anyOf: times(4, () => ({ $ref: `#/$defs/d${index + 1}` })) },
      ]),
    ),
  },
  'a long text that 1,000 references repeat': {
    type: 'object',
    $defs: { long: { ...text, description: 'x'.repeat(100_000) } },
    properties: ofProperties(1_000, () => ({ $ref: '#/$defs/long' })),
  },
  'alternatives beside properties, at each level': nest(10, inner => ({
    type: 'object',
    properties: { inner },
    anyOf: times(8, index => ({ required: [`r${index}`] })),
  })),
  'an intersection of many alternatives, at each level': nest(4, inner => ({
    allOf: times(3, part => ({
      anyOf: times(4, index => ({
        type: 'object',
        properties: { inner, [`p${part}${index}`]: text },
      })),
    })),
  })),
  'a type that is listed 1,000 times, at each level': nest(5, inner => ({
    type: times(1_000, () => 'object'),
    properties: { inner },
  })),
  '300 alternatives at the root, all open': {
    anyOf: times(300, index => ({
      type: 'object',
      properties: { [`p${index}`]: text },
      additionalProperties: { type: 'number', description: `${index}` },
    })),
  },
  '3,000 properties': {
    type: 'object',
    properties: ofProperties(3_000, () => text),
  },
  '5,000 literals': {
    type: 'object',
    properties: { a: { ...text, enum: times(5_000, index => `v${index}`) } },
  },
  'a catastrophic pattern': {
    type: 'object',
    properties: { a: { ...text, pattern: `^(${'(a+)+'.repeat(1_000)})$` } },
  },
  'objects in place of texts': {
    type: 'object',
    title: { toString: 1, valueOf: 1 },
    properties: {
      a: {
        type: { toString: 1, valueOf: 1 },
        format: { toString: 1, valueOf: 1 },
        pattern: { toString: 1, valueOf: 1 },
        description: { toString: 1, valueOf: 1 },
        required: [{ toString: 1, valueOf: 1 }],
        enum: { toString: 1, valueOf: 1 },
      },
    },
    required: [{ toString: 1, valueOf: 1 }],
  },
  'keys of every object': JSON.parse(
    `{"type":"object","__proto__":{"type":"string"},"constructor":[{}],"properties":{
      "__proto__":{"type":"object","properties":{"__proto__":{"const":1}}},
      "constructor":{"anyOf":[{"__proto__":{"type":"object"}}]},
      "toString":{"$ref":"#/properties/__proto__"},"hasOwnProperty":{"$ref":"#/constructor"}}}`,
  ),
};

const KEYWORDS = [
  ...['type', 'properties', 'required', 'items', 'enum', 'const', 'not'],
  ...['anyOf', 'oneOf', 'allOf', '$ref', '$defs', 'additionalProperties'],
  ...['prefixItems', 'description', 'default', 'pattern', 'format', 'if'],
  ...['minimum', 'maxItems', 'patternProperties', 'dependencies', '$async'],
  ...['__proto__', 'constructor', 'toString', 'x-mcp-header', '$id'],
];

const literal = fc.oneof(
  fc.constantFrom('object', 'array', 'string', 'null', '#', '#/anyOf/0', '('),
  fc.constantFrom('#/properties/type', '#/$defs/items', '$in', 'a b', ''),
  fc.jsonValue({ maxDepth: 1 }),
);

/** Random JSON that resembles a schema, with keywords in the wrong places. */
export const hostileSchema: fc.Arbitrary<JsonObject> = fc.letrec<{
  node: JsonObject;
  value: JsonValue;
}>(tie => ({
  node: fc.dictionary(fc.constantFrom(...KEYWORDS), tie('value'), {
    maxKeys: 6,
    noNullPrototype: true,
  }) as fc.Arbitrary<JsonObject>,
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'small' },
    literal as fc.Arbitrary<JsonValue>,
    tie('node'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
  ),
})).node;
