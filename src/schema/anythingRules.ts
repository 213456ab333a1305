import type { JsonObject } from '@backstage/types';
import type { SchemaRule } from './SchemaRule';
import {
  acceptsAnything,
  asObject,
  describe,
  isOfType,
  toOneType,
} from './schemaNodes';

/** Some providers refuse deeper schemas. */
const MAX_DEPTH = 12;
/** Levels of nested lists written out for a value that may be anything. */
const MAX_LISTS = 2;

const TYPES = ['string', 'number', 'boolean', 'object', 'null'];

/** Gives a type to nodes without one. Parents first. */
export const ANYTHING_RULES: readonly SchemaRule[] = [
  {
    name: 'maps of anything',
    source: 'Gemini refuses nodes without a type (LibreChat#6971)',
    apply(node) {
      const { additionalProperties: values } = node;
      if (!isOfType(values, 'object') || !acceptsAnything(asObject(values))) {
        return undefined;
      }
      const { description } = asObject(values);
      if (typeof description === 'string') {
        describe(node, `Values: ${description}`);
      }
      node.additionalProperties = true;
      return undefined;
    },
  },
  {
    name: 'nodes without a type',
    source:
      'OpenAI, Gemini and Fireworks refuse them (openclaude#1117, LibreChat#6971, chat-ui#2299); Codex turned them into text (codex#22380)',
    apply(node, { depth }) {
      if ('type' in node || 'anyOf' in node) {
        return undefined;
      }
      const { description, title, default: fallback, ...rest } = node;
      Object.keys(rest).forEach(keyword => delete node[keyword]);
      const lists = Math.floor((MAX_DEPTH - 1 - depth) / 2);
      const { anyOf } = toAnything(Math.min(MAX_LISTS, lists));
      node.anyOf = (anyOf as JsonObject[]).map(option => ({
        ...option,
        ...toOneType(rest, String(option.type)),
      }));
      return undefined;
    },
  },
];

function toAnything(lists: number): JsonObject {
  return {
    anyOf: [
      ...TYPES.map(type => ({ type })),
      ...(lists > 0 ? [{ type: 'array', items: toAnything(lists - 1) }] : []),
    ],
  };
}
