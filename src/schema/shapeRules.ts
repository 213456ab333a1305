import type { JsonObject, JsonValue } from '@backstage/types';
import { READING_RULES } from './readingRules';
import type { SchemaRule } from './SchemaRule';
import {
  asArray,
  asObject,
  distinct,
  KEYWORDS_OF_TYPE,
  toOneType,
  typeOf,
} from './schemaNodes';

const PORTABLE_KEYWORDS = new Set([
  ...['type', 'enum', 'anyOf', 'description', 'title', 'default'],
  ...['properties', 'required', 'additionalProperties'],
  ...['minProperties', 'maxProperties'],
  ...['items', 'minItems', 'maxItems'],
  ...['minLength', 'maxLength', 'pattern', 'format'],
  ...['minimum', 'maximum'],
]);

/** Keywords that another rule replaces with portable ones. */
const TRANSLATED_KEYWORDS = new Set([
  'allOf',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'uniqueItems',
]);

/** Keywords that can go without loss. */
const DIALECT_KEYWORDS = ['$schema', '$id', '$anchor', '$comment', 'id'];

/**
 * Rules that give a node new children. Parents first, so that the other rules
 * see the new children.
 */
export const SHAPE_RULES: readonly SchemaRule[] = [
  ...READING_RULES,
  {
    name: 'const',
    source: 'Gemini knows enum only (gemini-cli#13326)',
    apply(node) {
      if ('const' in node) {
        node.enum = [node.const ?? null];
        delete node.const;
      }
      return undefined;
    },
  },
  {
    name: 'oneOf',
    source: 'OpenAI and Gemini know anyOf only (gemini-cli#22210)',
    apply(node) {
      if (Array.isArray(node.oneOf)) {
        node.anyOf = [...asArray(node.anyOf), ...node.oneOf];
        delete node.oneOf;
      }
      return undefined;
    },
  },
  {
    name: 'types of literals',
    source: 'Gemini refuses an enum without a type (LibreChat#13623)',
    apply(node) {
      if (node.type === undefined && Array.isArray(node.enum)) {
        const types = [...new Set(node.enum.map(typeOf))];
        node.type = types.length === 1 ? types[0] : types;
      }
      return undefined;
    },
  },
  {
    name: 'unknown types',
    source: 'Gemini knows seven types (gitlab-mcp#166)',
    apply(node) {
      const types = Array.isArray(node.type) ? node.type : [node.type];
      if (!types.every(isKnownType)) {
        delete node.type;
      }
      return undefined;
    },
  },
  {
    name: 'type lists',
    source: 'Gemini allows a single type (gemini-cli#22210)',
    apply(node) {
      if (!Array.isArray(node.type)) {
        return undefined;
      }
      const { description, title, default: fallback, ...rest } = node;
      const { anyOf, allOf, ...plain } = rest;
      const options = [...new Set(node.type as string[])]
        .map(type => toOneType(plain, type))
        .filter(
          option => !Array.isArray(option.enum) || option.enum.length > 0,
        );
      Object.keys(plain).forEach(keyword => delete node[keyword]);
      if (options.length === 1) {
        Object.assign(node, options[0]);
      } else if (!anyOf) {
        node.anyOf = options;
      }
      return undefined;
    },
  },
  {
    name: 'tuples',
    source:
      'draft-07 tuples are not valid in 2020-12, and OpenAI knows neither form (vscode#257537)',
    apply(node) {
      const positions = node.prefixItems ?? node.items;
      if (!Array.isArray(positions)) {
        return undefined;
      }
      const rest = node.prefixItems ? node.items : node.additionalItems;
      const options = distinct([
        ...positions.map(asObject),
        ...restOf(rest, positions.length, node.maxItems),
      ]);
      delete node.prefixItems;
      delete node.additionalItems;
      node.items = options.length > 1 ? { anyOf: options } : { ...options[0] };
      return 'a tuple became a list of any of its types';
    },
  },
  {
    name: 'pattern properties',
    source: 'OpenAI and Gemini know additionalProperties only (goai#108)',
    apply(node) {
      if (!('patternProperties' in node)) {
        return undefined;
      }
      delete node.patternProperties;
      node.additionalProperties = true;
      return 'dropped patternProperties';
    },
  },
  {
    name: 'unsupported keywords',
    source:
      'Gemini refuses unknown keywords, including $schema (CLIProxyAPI#97)',
    apply(node) {
      const found = Object.keys(node).filter(
        keyword =>
          !PORTABLE_KEYWORDS.has(keyword) && !TRANSLATED_KEYWORDS.has(keyword),
      );
      found.forEach(keyword => delete node[keyword]);
      const lost = found.filter(keyword => !DIALECT_KEYWORDS.includes(keyword));
      return lost.length > 0 ? `dropped ${lost.join(', ')}` : undefined;
    },
  },
];

function isKnownType(type: JsonValue | undefined): boolean {
  return typeof type === 'string' && Object.hasOwn(KEYWORDS_OF_TYPE, type);
}

/** The schema of the items after the fixed positions of a tuple. */
function restOf(
  rest: JsonValue | undefined,
  positions: number,
  maxItems: JsonValue | undefined,
): JsonObject[] {
  const isFull = typeof maxItems === 'number' && maxItems <= positions;
  return isFull || rest === false ? [] : [asObject(rest)];
}
