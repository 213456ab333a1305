import type { JsonObject } from '@backstage/types';
import {
  acceptsAnything,
  asArray,
  asObject,
  deleteForeignKeywords,
  distinct,
  weightOf,
} from './schemaNodes';

/** Alternatives on both sides multiply. Beyond this many, accept any object. */
const MAX_OPTIONS = 16;
/**
 * Pairs of alternatives repeat what they share. This is several times a long
 * schema.
 */
const MAX_WEIGHT = 30_000;

/**
 * Returns one schema that accepts everything that both accept. The first one
 * wins where they contradict each other: zod-to-json-schema writes a pipe like
 * an intersection, and its input comes first. The first one is also returned
 * alone when the intersection would be too long.
 */
export function intersectSchemas(
  first: JsonObject,
  second: JsonObject,
): JsonObject {
  const pairs = optionsOf(first).flatMap(one =>
    optionsOf(second).map(other => [one, other] as const),
  );
  if (pairs.length > MAX_OPTIONS) {
    return pairs.every(([one]) => one.type === 'object')
      ? { type: 'object' }
      : {};
  }
  const weight = pairs.length * weightOf([first, second], MAX_WEIGHT);
  if (weight >= MAX_WEIGHT) {
    return first;
  }
  const possible = pairs.filter(([one, other]) => canBeBoth(one, other));
  const options = distinct(
    (possible.length > 0 ? possible : pairs).map(([one, other]) =>
      canBeBoth(one, other) ? intersectPlain(one, other) : one,
    ),
  );
  if (options.length === 1) {
    return options[0];
  }
  const description = first.description ?? second.description;
  return { anyOf: options, ...(description && { description }) };
}

function optionsOf({ anyOf, ...rest }: JsonObject): JsonObject[] {
  if (!Array.isArray(anyOf)) {
    return [rest];
  }
  return acceptsAnything(rest)
    ? anyOf.map(asObject)
    : optionsOf(intersectSchemas(rest, { anyOf }));
}

function canBeBoth(one: JsonObject, other: JsonObject): boolean {
  const [type, otherType] = [one, other].map(schema =>
    schema.type === 'integer' ? 'number' : schema.type,
  );
  return type === undefined || otherType === undefined || type === otherType;
}

/** The properties of both objects, and the required ones of both. */
function intersectPlain(one: JsonObject, other: JsonObject): JsonObject {
  const required = [
    ...new Set([...asArray(one.required), ...asArray(other.required)]),
  ];
  const merged: JsonObject = {
    ...other,
    ...one,
    ...(required.length > 0 && { required }),
  };
  if (one.properties || other.properties) {
    merged.properties = intersectProperties(
      asObject(one.properties),
      asObject(other.properties),
    );
  }
  // Each part would refuse the properties of the other.
  if (merged.additionalProperties === false) {
    delete merged.additionalProperties;
  }
  deleteForeignKeywords(merged);
  return merged;
}

function intersectProperties(one: JsonObject, other: JsonObject): JsonObject {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...keys].map(key => [
      key,
      Object.hasOwn(one, key) && Object.hasOwn(other, key)
        ? intersectSchemas(asObject(one[key]), asObject(other[key]))
        : (Object.hasOwn(one, key) ? one : other)[key],
    ]),
  );
}
