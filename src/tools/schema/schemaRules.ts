import type { JsonObject, JsonValue } from '@backstage/types';
import { asArray, describe, mergeInto, toOneType } from './schemaNodes';

/**
 * What one client or model provider does not take, and what it gets instead. A
 * rule works on one schema node in place, children first, and says what it did.
 * It may let more through than before, never less: the action's own validation
 * stays the truth.
 */
export interface SchemaRule {
  readonly name: string;
  /** Who taught it, and where. */
  readonly source: string;
  apply(node: JsonObject): string | undefined;
}

/** Formats that every provider takes; the others are told in the description. */
const PORTABLE_FORMATS: readonly JsonValue[] = ['date-time'];
const LOOK_AROUND = /\(\?(?:[=!]|<[=!])|\\[1-9]|\\k</;

const DIALECT_KEYWORDS = ['$schema', '$id', '$anchor', '$comment'];
const UNSUPPORTED_KEYWORDS = [
  'not',
  'if',
  'then',
  'else',
  'dependencies',
  'dependentSchemas',
  'dependentRequired',
  'propertyNames',
  'contains',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contentEncoding',
  'contentMediaType',
];

/** In the order in which they apply to a node. */
export const SCHEMA_RULES: readonly SchemaRule[] = [
  {
    name: 'dialect',
    source: 'Gemini refuses $schema (CLIProxyAPI#97)',
    apply(node) {
      DIALECT_KEYWORDS.forEach(keyword => delete node[keyword]);
      return undefined;
    },
  },
  {
    name: 'unsupported keywords',
    source: 'OpenAI and Gemini know no such keywords',
    apply(node) {
      const found = UNSUPPORTED_KEYWORDS.filter(keyword => keyword in node);
      found.forEach(keyword => delete node[keyword]);
      return found.length > 0 ? `dropped ${found.join(', ')}` : undefined;
    },
  },
  {
    name: 'pattern properties',
    source: 'OpenAI and Gemini know additionalProperties only',
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
    name: 'allOf',
    source:
      'OpenAI and Gemini know no allOf; Claude not at the root (claude-code#45106)',
    apply(node) {
      const parts = asArray(node.allOf) as JsonObject[];
      delete node.allOf;
      parts.forEach(part => mergeInto(node, part));
      return undefined;
    },
  },
  {
    name: 'type lists',
    source: 'Gemini takes one type (gemini-cli#22210)',
    apply(node) {
      if (!Array.isArray(node.type)) {
        return undefined;
      }
      const { type: types, description, default: fallback, ...rest } = node;
      Object.keys(rest).forEach(keyword => delete node[keyword]);
      delete node.type;
      node.anyOf = (types as string[]).map(type => toOneType(rest, type));
      return undefined;
    },
  },
  {
    name: 'tuples',
    source:
      'draft-07 tuples are no 2020-12, and OpenAI knows neither (vscode#257537)',
    apply(node) {
      const positions = asArray(node.prefixItems ?? node.items) as JsonObject[];
      if (!Array.isArray(node.prefixItems) && !Array.isArray(node.items)) {
        return undefined;
      }
      delete node.prefixItems;
      delete node.additionalItems;
      node.items = positions.length > 0 ? { anyOf: positions } : {};
      return 'a tuple became a list of any of its types';
    },
  },
  {
    name: 'items',
    source: 'VS Code refuses an array without items (vscode#325618)',
    apply(node) {
      if (node.type === 'array' && typeof node.items !== 'object') {
        node.items = {};
      }
      return undefined;
    },
  },
  {
    name: 'exclusive bounds',
    source: 'Gemini knows inclusive bounds only',
    apply(node) {
      const step = node.type === 'integer' ? 1 : 0;
      if (typeof node.exclusiveMinimum === 'number') {
        node.minimum ??= node.exclusiveMinimum + step;
        delete node.exclusiveMinimum;
      }
      if (typeof node.exclusiveMaximum === 'number') {
        node.maximum ??= node.exclusiveMaximum - step;
        delete node.exclusiveMaximum;
      }
      return undefined;
    },
  },
  {
    name: 'formats',
    source: 'Gemini and OpenAI refuse formats they do not know',
    apply(node) {
      const { format } = node;
      if (format === undefined || PORTABLE_FORMATS.includes(format)) {
        return undefined;
      }
      delete node.format;
      describe(node, `Format: ${format}`);
      return `the format ${format} is told in the description`;
    },
  },
  {
    name: 'patterns',
    source: 'providers match with RE2, which has no look-around',
    apply(node) {
      const { pattern } = node;
      if (typeof pattern !== 'string' || !LOOK_AROUND.test(pattern)) {
        return undefined;
      }
      delete node.pattern;
      return 'dropped a pattern with look-around';
    },
  },
];
