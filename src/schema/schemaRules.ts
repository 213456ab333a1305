import type { JsonObject, JsonValue } from '@backstage/types';
import type { SchemaRule } from './SchemaRule';
import { intersectSchemas } from './intersectSchemas';
import {
  acceptsAnything,
  asArray,
  asObject,
  clip,
  deleteForeignKeywords,
  describe,
  distinct,
  KEYWORDS_OF_TYPE,
  toAssertions,
} from './schemaNodes';

/** Formats that every provider accepts. The others move to the description. */
const PORTABLE_FORMATS: readonly JsonValue[] = ['date-time'];

/**
 * Look-around, back references, character properties, and escapes that only
 * JavaScript has.
 */
const UNPORTABLE_PATTERN = /\(\?(?:[=!]|<[=!])|\\[1-9kpPuxc]|\[\^?\]/;
/** A longer pattern does not help a model, and takes long to compile. */
const MAX_PATTERN_LENGTH = 200;
const MAX_FORMAT_LENGTH = 50;

/** Applied to each node in this order, children first. */
export const SCHEMA_RULES: readonly SchemaRule[] = [
  {
    name: 'allOf',
    source:
      'OpenAI and Gemini do not know allOf; Claude does not know it at the root (claude-code#45106)',
    apply(node) {
      const { allOf, ...own } = node;
      const parts = asArray(allOf).map(asObject);
      if (parts.length > 0) {
        const [first, ...others] = acceptsAnything(own)
          ? parts
          : [own, ...parts];
        const merged = others.reduce(intersectSchemas, first);
        replace(node, { ...merged, ...annotationsOf(own) });
      }
      delete node.allOf;
      return undefined;
    },
  },
  {
    name: 'alternatives',
    source: 'Gemini refuses keywords beside anyOf (opencode#14788)',
    apply(node) {
      const { anyOf, ...rest } = node;
      if (!anyOf) {
        return undefined;
      }
      const assertions = toAssertions(rest);
      const options = distinct(asArray(anyOf).map(asObject).flatMap(flatten));
      if (options.length === 0 || options.some(acceptsAnything)) {
        delete node.anyOf;
        return undefined;
      }
      const alternatives =
        options.length === 1 ? options[0] : { anyOf: options };
      const merged = acceptsAnything(assertions)
        ? alternatives
        : intersectSchemas(assertions, alternatives);
      replace(node, { ...merged, ...annotationsOf(rest) });
      return undefined;
    },
  },
  {
    name: 'keywords of other types',
    source: 'Gemini allows properties on objects only (opencode#11889)',
    apply(node) {
      if (node.type === undefined && node.properties) {
        node.type = 'object';
      }
      deleteForeignKeywords(node);
      return undefined;
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
    name: 'bounds',
    source:
      'Gemini knows inclusive bounds only (goai#108); JSON writes infinity as null',
    apply(node) {
      const { exclusiveMinimum: above, exclusiveMaximum: below } = node;
      const isInteger = node.type === 'integer';
      if (typeof above === 'number') {
        node.minimum ??= isInteger ? Math.floor(above) + 1 : above;
      }
      if (typeof below === 'number') {
        node.maximum ??= isInteger ? Math.ceil(below) - 1 : below;
      }
      delete node.exclusiveMinimum;
      delete node.exclusiveMaximum;
      Object.values(KEYWORDS_OF_TYPE)
        .flat()
        .filter(keyword => /^(min|max)/.test(keyword) && keyword in node)
        .filter(keyword => typeof node[keyword] !== 'number')
        .forEach(keyword => delete node[keyword]);
      return undefined;
    },
  },
  {
    name: 'formats',
    source: 'Gemini and OpenAI refuse formats that they do not know',
    apply(node) {
      const { format } = node;
      if (format === undefined || PORTABLE_FORMATS.includes(format)) {
        return undefined;
      }
      delete node.format;
      const name = clip(String(format), MAX_FORMAT_LENGTH);
      describe(node, `Format: ${name}`);
      return `the format ${name} moved to the description`;
    },
  },
  {
    name: 'patterns',
    source: 'providers match with RE2, which has no look-around',
    apply(node) {
      const { pattern } = node;
      if (pattern === undefined || isPortablePattern(pattern)) {
        return undefined;
      }
      delete node.pattern;
      if (String(pattern).length > MAX_PATTERN_LENGTH) {
        return 'dropped a pattern that some clients do not understand';
      }
      describe(node, `Pattern: ${pattern}`);
      return 'a pattern that some clients do not understand moved to the description';
    },
  },
  {
    name: 'multiples and sets',
    source: 'Gemini knows neither (9router#2317, CLIProxyAPI#2142)',
    apply(node) {
      if (typeof node.multipleOf === 'number') {
        describe(node, `A multiple of ${node.multipleOf}`);
      }
      if (node.uniqueItems === true) {
        describe(node, 'Each item at most once');
      }
      delete node.multipleOf;
      delete node.uniqueItems;
      return undefined;
    },
  },
];

function isPortablePattern(pattern: JsonValue): boolean {
  if (
    typeof pattern !== 'string' ||
    pattern.length > MAX_PATTERN_LENGTH ||
    UNPORTABLE_PATTERN.test(pattern)
  ) {
    return false;
  }
  try {
    return Boolean(new RegExp(pattern, 'u'));
  } catch {
    return false;
  }
}

/**
 * Turns alternatives inside an alternative into alternatives of the same level.
 */
function flatten(option: JsonObject): JsonObject[] {
  const isOnlyAnyOf = Object.keys(toAssertions(option)).join() === 'anyOf';
  return isOnlyAnyOf ? asArray(option.anyOf).map(asObject) : [option];
}

function annotationsOf({ description, title, default: value }: JsonObject) {
  return {
    ...(description && { description }),
    ...(title && { title }),
    ...(value !== undefined && { default: value }),
  };
}

function replace(node: JsonObject, content: JsonObject): void {
  Object.keys(node).forEach(keyword => delete node[keyword]);
  Object.assign(node, content);
}
