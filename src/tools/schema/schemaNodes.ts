import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '@backstage/types';

const PORTABLE_KEY = /^[a-zA-Z0-9_.-]{1,64}$/;

/** The key as it is, or one that is allowed and found nowhere else (claude-code#92648). */
export function toPortableKey(key: string): string {
  if (PORTABLE_KEY.test(key)) {
    return key;
  }
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return `${key.replace(/[^a-zA-Z0-9_.-]/g, '_').slice(0, 48)}_${hash}`;
}

/** Both objects at once: properties of either, required by either. */
export function mergeInto(node: JsonObject, part: JsonObject): void {
  const properties = { ...asObject(node.properties) };
  for (const [key, schema] of Object.entries(asObject(part.properties))) {
    properties[key] =
      key in properties
        ? { ...asObject(properties[key]), ...asObject(schema) }
        : schema;
  }
  const required = [
    ...new Set([...asArray(node.required), ...asArray(part.required)]),
  ];
  const isClosed =
    node.additionalProperties === false && part.additionalProperties === false;
  Object.assign(node, { ...part, ...node });
  if (Object.keys(properties).length > 0) {
    node.properties = properties;
  }
  if (required.length > 0) {
    node.required = required;
  }
  // Each part closes itself against the properties of the other.
  if (isClosed || node.additionalProperties === false) {
    delete node.additionalProperties;
  }
}

/** The part of a schema that is about one of its types. */
export function toOneType(node: JsonObject, type: string): JsonObject {
  const { enum: literals, ...rest } = node;
  return Array.isArray(literals)
    ? { ...rest, type, enum: literals.filter(value => isOfType(value, type)) }
    : { ...rest, type };
}

function isOfType(value: JsonValue | undefined, type: string): boolean {
  if (value === null || Array.isArray(value)) {
    return type === (value === null ? 'null' : 'array');
  }
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

/** Adds a sentence to the node's description. */
export function describe(node: JsonObject, sentence: string): void {
  node.description = [node.description, sentence].filter(Boolean).join('. ');
}

export function asArray(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}

export function asObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : {};
}
