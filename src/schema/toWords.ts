import type { JsonObject } from '@backstage/types';
import { asArray, asObject, clip } from './schemaNodes';

/** An object at a deeper level is only called "object". */
const MAX_LEVELS = 3;
const MAX_PARTS = 20;
const MAX_LENGTH = 600;

/** The number of types with which "anything" is written out. */
const ALL_TYPES = 6;

/**
 * Describes a schema in words for a model, for example `list of (string or
 * number)`.
 */
export function toWords(schema: JsonObject, levels = MAX_LEVELS): string {
  const { description } = schema;
  const words = clip(typeWords(schema, levels), MAX_LENGTH);
  return typeof description === 'string' && description !== ''
    ? `${words} (${description})`
    : words;
}

function typeWords(schema: JsonObject, levels: number): string {
  const { anyOf, enum: literals, items, type } = schema;
  if (Array.isArray(anyOf)) {
    return eitherWords(anyOf.map(asObject), levels);
  }
  if (Array.isArray(literals)) {
    return join(literals.map(literal => JSON.stringify(literal)));
  }
  if (type === 'array' && levels > 0) {
    const words = toWords(asObject(items), levels - 1);
    return `list of ${words.includes(' or ') ? `(${words})` : words}`;
  }
  return type === 'object' && levels > 0
    ? objectWords(schema, levels)
    : String(type);
}

function eitherWords(options: readonly JsonObject[], levels: number): string {
  const types = new Set(options.map(({ type }) => type));
  const descriptions = options.flatMap(({ description }) =>
    typeof description === 'string' ? [description] : [],
  );
  return types.size === ALL_TYPES
    ? ['anything', ...descriptions.map(text => `(${text})`)].join(' ')
    : join([...new Set(options.map(option => toWords(option, levels)))]);
}

function objectWords(schema: JsonObject, levels: number): string {
  const { additionalProperties: values } = schema;
  const required = asArray(schema.required);
  const parts = Object.entries(asObject(schema.properties)).map(
    ([key, value]) =>
      `${key}${required.includes(key) ? '' : '?'}: ${toWords(asObject(value), levels - 1)}`,
  );
  if (parts.length > 0) {
    const more = parts.length > MAX_PARTS ? ', …' : '';
    return `{${parts.slice(0, MAX_PARTS).join(', ')}${more}}`;
  }
  return typeof values === 'object' && values !== null
    ? `map of ${toWords(asObject(values), levels - 1)}`
    : 'object';
}

function join(words: readonly string[]): string {
  const more = words.length > MAX_PARTS ? ['…'] : [];
  return [...words.slice(0, MAX_PARTS), ...more].join(' or ');
}
