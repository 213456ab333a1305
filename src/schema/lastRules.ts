import type { JsonObject, JsonValue } from '@backstage/types';
import traverse from 'json-schema-traverse';
import type { SchemaRule } from './SchemaRule';
import { OPEN_OBJECT_RULES } from './openObjectRules';
import { asArray, asObject, clip, describe } from './schemaNodes';

/** OpenAI takes 1,000 in all properties together; models choose from few. */
const MAX_LITERALS = 250;
const TOLD_LITERALS = 10;
const MAX_TOLD_LENGTH = 1_000;

/** What has to wait until the root is an object, children first. */
export const LAST_RULES: readonly SchemaRule[] = [
  {
    name: 'literals',
    source:
      'Gemini takes an enum of non-empty strings only (hyperdx#2967, mcp-server-excel#607)',
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
      describe(node, tellLiterals(literals));
      return 'literals other than plain strings are told in the description';
    },
  },
  ...OPEN_OBJECT_RULES,
  {
    name: 'required',
    source:
      'Gemini takes no required property that is not defined (genkit#5656)',
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
    source: 'what a model has read of the one it need not read of the list',
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
    source: 'Gemini takes nothing beside anyOf (opencode#14788, Graphenium#37)',
    apply(node) {
      const { anyOf, description, default: fallback } = node;
      if (!anyOf) {
        return undefined;
      }
      const options = asArray(anyOf).map(asObject);
      const first = options.find(({ type }) => type !== 'null') ?? options[0];
      const known = first.description;
      const told = [
        description,
        known === description ? undefined : known,
        fallback !== undefined &&
          `Default: ${clip(JSON.stringify(fallback), MAX_TOLD_LENGTH)}`,
      ].filter(Boolean) as string[];
      delete first.description;
      told.forEach(sentence => describe(first, sentence));
      Object.keys(node)
        .filter(keyword => keyword !== 'anyOf')
        .forEach(keyword => delete node[keyword]);
      return undefined;
    },
  },
];

function tellLiterals(literals: readonly JsonValue[]): string {
  const isLong = literals.length > MAX_LITERALS;
  const told = literals
    .slice(0, isLong ? TOLD_LITERALS : MAX_LITERALS)
    .map(literal => JSON.stringify(literal))
    .join(', ');
  const text = clip(told, MAX_TOLD_LENGTH);
  if (isLong) {
    return `One of ${literals.length} values, such as ${text}`;
  }
  return literals.length > 1 ? `One of: ${text}` : `Always ${text}`;
}

/** The schema without titles and descriptions, at any depth. */
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
