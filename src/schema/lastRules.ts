import type { JsonObject, JsonValue } from '@backstage/types';
import traverse from 'json-schema-traverse';
import type { SchemaRule } from './SchemaRule';
import { OPEN_OBJECT_RULES } from './openObjectRules';
import { asArray, asObject, clip, describe } from './schemaNodes';

/** OpenAI allows 1,000 in all properties together. Models choose from few. */
const MAX_LITERALS = 250;
const SAMPLE_LITERALS = 10;
const MAX_TEXT_LENGTH = 1_000;

/** Rules that need an object at the root. Children first. */
export const LAST_RULES: readonly SchemaRule[] = [
  {
    name: 'literals',
    source:
      'Gemini allows only non-empty strings in an enum (hyperdx#2967, mcp-server-excel#607)',
    apply(node) {
      const literals = asArray(node.enum);
      const isPortable =
        node.type === 'string' &&
        literals.length > 0 &&
        literals.length <= MAX_LITERALS &&
        literals.every(literal => literal !== '');
      if (!('enum' in node) || isPortable) {
        return undefined;
      }
      delete node.enum;
      if (node.type === 'null' || literals.length === 0) {
        return undefined;
      }
      describe(node, literalsText(literals));
      return 'literals other than plain strings are listed in the description';
    },
  },
  ...OPEN_OBJECT_RULES,
  {
    name: 'required',
    source:
      'Gemini refuses required properties that are not defined (genkit#5656)',
    apply(node) {
      if (!('required' in node)) {
        return undefined;
      }
      const properties = asObject(node.properties);
      const required = asArray(node.required).filter(key =>
        Object.hasOwn(properties, String(key)),
      );
      node.required = [...new Set(required)];
      if (required.length === 0) {
        delete node.required;
      }
      return undefined;
    },
  },
  {
    name: 'one or a list of them',
    source: 'the list only repeats the texts of the single item',
    apply(node) {
      const options = asArray(node.anyOf).map(asObject);
      const known = new Set(
        options.map(option => JSON.stringify(withoutTexts(option))),
      );
      for (const list of options.filter(({ type }) => type === 'array')) {
        const items = withoutTexts(asObject(list.items));
        if (known.has(JSON.stringify(items))) {
          list.items = items;
        }
      }
      return undefined;
    },
  },
  {
    name: 'keywords beside alternatives',
    source:
      'Gemini refuses keywords beside anyOf (opencode#14788, Graphenium#37)',
    apply(node) {
      const { anyOf, description, default: fallback } = node;
      if (!anyOf) {
        return undefined;
      }
      const options = asArray(anyOf).map(asObject);
      const first = options.find(({ type }) => type !== 'null') ?? options[0];
      const known = first.description;
      const sentences = [
        description,
        known === description ? undefined : known,
        fallback !== undefined &&
          `Default: ${clip(JSON.stringify(fallback), MAX_TEXT_LENGTH)}`,
      ].filter(Boolean) as string[];
      delete first.description;
      sentences.forEach(sentence => describe(first, sentence));
      Object.keys(node)
        .filter(keyword => keyword !== 'anyOf')
        .forEach(keyword => delete node[keyword]);
      return undefined;
    },
  },
];

function literalsText(literals: readonly JsonValue[]): string {
  const isLong = literals.length > MAX_LITERALS;
  const written = literals
    .slice(0, isLong ? SAMPLE_LITERALS : MAX_LITERALS)
    .map(literal => JSON.stringify(literal))
    .join(', ');
  const text = clip(written, MAX_TEXT_LENGTH);
  if (isLong) {
    return `One of ${literals.length} values, such as ${text}`;
  }
  return literals.length > 1 ? `One of: ${text}` : `Always ${text}`;
}

/** Removes titles and descriptions at every level. */
function withoutTexts(schema: JsonObject): JsonObject {
  const copy = structuredClone(schema);
  traverse(copy, {
    cb: node => {
      delete node.title;
      delete node.description;
    },
  });
  return copy;
}
