import type { JsonObject } from '@backstage/types';
import { asArray, asObject, describe } from './schemaNodes';

/** The property that holds an argument which is no object. */
export const VALUE_PROPERTY = 'value';

export interface ObjectRoot {
  schema: JsonObject;
  /** Whether the arguments hold the action's input in {@link VALUE_PROPERTY}. */
  isWrapped: boolean;
  change?: string;
}

/**
 * An object at the root, as every client wants it (claude-code#45106,
 * notion-mcp-server#341): alternatives of objects become one object with the
 * properties of all, and anything else goes into a property.
 */
export function toObjectRoot(schema: JsonObject): ObjectRoot {
  // Arguments are never null.
  const alternatives = asArray(schema.anyOf)
    .map(asObject)
    .filter(({ type }) => type !== 'null');
  if (schema.type === 'object' && alternatives.length === 0) {
    return { schema, isWrapped: false };
  }
  if (alternatives.length > 0 && alternatives.every(isObjectSchema)) {
    return {
      schema: toOneObject(schema, alternatives),
      isWrapped: false,
      change: 'alternatives at the root became one object',
    };
  }
  const { description, ...rest } = schema;
  if (Object.keys(rest).length === 0) {
    return { schema: { ...schema, type: 'object' }, isWrapped: false };
  }
  return {
    schema: {
      type: 'object',
      ...(description && { description }),
      properties: { [VALUE_PROPERTY]: rest },
      required: [VALUE_PROPERTY],
    },
    isWrapped: true,
    change: `its input is no object: it goes into the property ${VALUE_PROPERTY}`,
  };
}

function isObjectSchema(schema: JsonObject): boolean {
  return schema.type === 'object' && !('anyOf' in schema);
}

/** Required stays what all alternatives require; the rest is told in words. */
function toOneObject(
  schema: JsonObject,
  alternatives: readonly JsonObject[],
): JsonObject {
  const { anyOf, additionalProperties, ...root } = schema;
  const properties: JsonObject = { ...asObject(schema.properties) };
  for (const alternative of alternatives) {
    for (const [key, value] of Object.entries(
      asObject(alternative.properties),
    )) {
      properties[key] = either(asObject(properties[key]), asObject(value));
    }
  }
  const requiredByAll = asArray(alternatives[0].required).filter(key =>
    alternatives.every(({ required }) => asArray(required).includes(key)),
  );
  const required = [
    ...new Set([...asArray(schema.required), ...requiredByAll]),
  ];
  const merged: JsonObject = {
    ...root,
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
  };
  describe(merged, `Give one of: ${alternatives.map(toSignature).join(' | ')}`);
  return merged;
}

/** A property that the alternatives write differently takes what any of them takes. */
function either(known: JsonObject, added: JsonObject): JsonObject {
  if (
    Object.keys(known).length === 0 ||
    JSON.stringify(known) === JSON.stringify(added)
  ) {
    return added;
  }
  if (Array.isArray(known.enum) && Array.isArray(added.enum)) {
    return { ...known, enum: [...new Set([...known.enum, ...added.enum])] };
  }
  const options = Array.isArray(known.anyOf) ? known.anyOf : [known];
  return { anyOf: [...options, added] };
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
