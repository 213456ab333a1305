import type { JsonObject, JsonValue } from '@backstage/types';
import type { SchemaRule } from './SchemaRule';
import { asArray, asObject, isOfType, toAssertions } from './schemaNodes';

const TEXT_KEYWORDS = ['description', 'title', 'pattern', 'format'];

/**
 * Corrects what authors and zod-to-json-schema write differently from what they
 * mean.
 */
export const READING_RULES: readonly SchemaRule[] = [
  {
    name: 'malformed keywords',
    source: 'strict clients refuse the whole list because of one (MCP schema)',
    apply(node) {
      TEXT_KEYWORDS.filter(
        keyword => keyword in node && typeof node[keyword] !== 'string',
      ).forEach(keyword => delete node[keyword]);
      if ('enum' in node && !Array.isArray(node.enum)) {
        delete node.enum;
      }
      if ('required' in node) {
        node.required = asArray(node.required).filter(
          key => typeof key === 'string',
        );
      }
      return undefined;
    },
  },
  {
    name: 'null literals',
    source: 'zod-to-json-schema writes z.literal(null) as a bare object',
    apply(node, { depth }) {
      const isBare = Object.keys(toAssertions(node)).length === 1;
      if (depth > 0 && isBare && node.type === 'object') {
        node.type = ['object', 'null'];
        // No longer bare: the rule must not apply again to it as an alternative.
        node.additionalProperties = true;
      }
      return undefined;
    },
  },
  {
    name: 'impossible alternatives',
    source: 'zod-to-json-schema writes optional as "anything, or not anything"',
    apply(node) {
      for (const keyword of ['anyOf', 'oneOf'].filter(key => key in node)) {
        node[keyword] = asArray(node[keyword]).filter(
          option => !isImpossible(option),
        );
      }
      if (isImpossible(node.additionalProperties)) {
        node.additionalProperties = false;
      }
      return undefined;
    },
  },
];

/** How zod-to-json-schema writes `never` and `undefined`. */
function isImpossible(schema: JsonValue | undefined): boolean {
  const { not, ...rest } = asObject(schema);
  return (
    isOfType(not, 'object') &&
    Object.keys(not as JsonObject).length === 0 &&
    Object.keys(rest).length === 0
  );
}
