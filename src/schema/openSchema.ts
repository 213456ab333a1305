import type { JsonObject } from '@backstage/types';
import { asArray, asObject, KEYWORDS_OF_TYPE } from './schemaNodes';

/** How many alternatives are compared to find a common type. */
const MAX_ALTERNATIVES = 16;
const MAX_LEVELS = 4;

/**
 * Accepts anything of the node's type, or anything at all when it has no clear
 * type.
 */
export function openSchema(node: JsonObject): JsonObject {
  const type = typeOfAll(node, MAX_LEVELS);
  return {
    ...(type !== undefined && { type }),
    // Makes it explicit that the object is open.
    ...(type === 'object' && { additionalProperties: true }),
  };
}

/** The type of a node, or the type that all its alternatives share. */
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
