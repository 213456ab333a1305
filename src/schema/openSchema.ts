import type { JsonObject } from '@backstage/types';
import { asArray, asObject, KEYWORDS_OF_TYPE } from './schemaNodes';

/** Looked at to say of what type an open schema is. */
const MAX_ALTERNATIVES = 16;
const MAX_LEVELS = 4;

/** Accepts anything that is of the node's type, when that is plain to see. */
export function openSchema(node: JsonObject): JsonObject {
  const type = typeOfAll(node, MAX_LEVELS);
  return {
    ...(type !== undefined && { type }),
    // Says that it is meant to be open.
    ...(type === 'object' && { additionalProperties: true }),
  };
}

/** The type of a node, or of all its alternatives. */
function typeOfAll(node: JsonObject, levels: number): string | undefined {
  const { type } = node;
  if (typeof type === 'string' && Object.hasOwn(KEYWORDS_OF_TYPE, type)) {
    return type;
  }
  const options = asArray(node.anyOf ?? node.oneOf).map(asObject);
  if (type !== undefined || levels === 0 || options.length > MAX_ALTERNATIVES) {
    return undefined;
  }
  const types = new Set(options.map(option => typeOfAll(option, levels - 1)));
  return types.size === 1 ? [...types][0] : undefined;
}
