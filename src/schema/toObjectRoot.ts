import type { JsonObject } from '@backstage/types';
import {
  acceptsAnything,
  asArray,
  asObject,
  clip,
  describe,
  distinct,
  toAssertions,
} from './schemaNodes';

/** The property that holds an input that is not an object. */
export const VALUE_PROPERTY = 'value';

/** Each property is compared across all alternatives. */
const MAX_ALTERNATIVES = 64;
const MAX_TEXT_LENGTH = 2_000;

export interface ObjectRoot {
  schema: JsonObject;
  /** Whether the arguments hold the action's input in {@link VALUE_PROPERTY}. */
  isWrapped: boolean;
  change?: string;
}

/**
 * Makes the root an object, as every client requires (claude-code#45106,
 * notion-mcp-server#341). Alternatives of objects become one object with the
 * properties of all. Anything else goes into a property.
 */
export function toObjectRoot(schema: JsonObject): ObjectRoot {
  if (schema.type === 'object') {
    return { schema, isWrapped: false };
  }
  if (acceptsAnything(schema)) {
    return { schema: { ...schema, type: 'object' }, isWrapped: false };
  }
  // Arguments are never null.
  const alternatives = asArray(schema.anyOf)
    .map(asObject)
    .filter(({ type }) => type !== 'null');
  if (alternatives.length > 0 && alternatives.every(isObjectSchema)) {
    if (alternatives.length > MAX_ALTERNATIVES) {
      const { anyOf, ...annotations } = schema;
      return {
        schema: { ...annotations, type: 'object' },
        isWrapped: false,
        change: `more than ${MAX_ALTERNATIVES} alternatives at the root: accepts any object`,
      };
    }
    return {
      schema: toOneObject(schema, alternatives),
      isWrapped: false,
      change: 'alternatives at the root became one object',
    };
  }
  return {
    schema: {
      type: 'object',
      properties: { [VALUE_PROPERTY]: schema },
      required: [VALUE_PROPERTY],
    },
    isWrapped: true,
    change: `its input is not an object: it goes into the property ${VALUE_PROPERTY}`,
  };
}

function isObjectSchema(schema: JsonObject): boolean {
  return schema.type === 'object';
}

/**
 * Requires only what all alternatives require, and describes the rest in words.
 */
function toOneObject(
  schema: JsonObject,
  alternatives: readonly JsonObject[],
): JsonObject {
  const { anyOf, ...annotations } = schema;
  if (alternatives.length === 1) {
    return { ...alternatives[0], ...annotations };
  }
  const keys = new Set(
    alternatives.flatMap(({ properties }) => Object.keys(asObject(properties))),
  );
  const properties = Object.fromEntries(
    [...keys].map(key => [
      key,
      either(alternatives.flatMap(option => takenAs(key, option))),
    ]),
  );
  const required = asArray(alternatives[0].required).filter(key =>
    alternatives.every(option => asArray(option.required).includes(key)),
  );
  const merged: JsonObject = {
    ...annotations,
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
  };
  const signatures = alternatives.map(toSignature).join(' | ');
  describe(merged, `Give one of: ${clip(signatures, MAX_TEXT_LENGTH)}`);
  return merged;
}

/** The schemas that an alternative allows for the property. */
function takenAs(key: string, alternative: JsonObject): JsonObject[] {
  const properties = asObject(alternative.properties);
  if (Object.hasOwn(properties, key)) {
    return [asObject(properties[key])];
  }
  // zod writes explicitly that an object is open. The merged object is open by
  // default.
  const { additionalProperties } = alternative;
  return additionalProperties === undefined || additionalProperties === false
    ? []
    : [asObject(additionalProperties)];
}

/**
 * Combines the schemas of one property: it accepts what any of the alternatives
 * accepts.
 */
function either(schemas: readonly JsonObject[]): JsonObject {
  const options = distinct(
    schemas.flatMap(schema =>
      schema.anyOf ? asArray(schema.anyOf).map(asObject) : [schema],
    ),
  );
  const descriptions = new Set(
    schemas.map(({ description }) => description).filter(Boolean),
  );
  const described = descriptions.size > 0 && {
    description: [...descriptions].join(' | '),
  };
  if (options.some(acceptsAnything)) {
    return { ...described };
  }
  const { type } = options[0];
  if (options.length > 1 && options.every(option => isEnum(option, type))) {
    const literals = options.flatMap(option => asArray(option.enum));
    return { type, enum: [...new Set(literals)], ...described };
  }
  return options.length === 1
    ? { ...options[0], ...described }
    : { anyOf: options, ...described };
}

function isEnum(schema: JsonObject, type: JsonObject[string]): boolean {
  return (
    schema.type === type &&
    Array.isArray(schema.enum) &&
    Object.keys(toAssertions(schema)).length === 2
  );
}

/** For example `{kind: "user", name, email?}`. */
function toSignature({ properties, required }: JsonObject): string {
  const parts = Object.entries(asObject(properties)).map(([key, value]) => {
    const literals = asArray(asObject(value).enum);
    const mark = asArray(required).includes(key) ? '' : '?';
    return literals.length === 1
      ? `${key}${mark}: ${JSON.stringify(literals[0])}`
      : `${key}${mark}`;
  });
  return `{${parts.join(', ')}}`;
}
