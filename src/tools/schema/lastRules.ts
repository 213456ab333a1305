import type { SchemaRule } from './schemaRules';
import { asArray, asObject, describe } from './schemaNodes';

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
        literals.every(literal => literal !== '');
      if (!('enum' in node) || isPortable) {
        return undefined;
      }
      delete node.enum;
      if (node.type === 'null' || literals.length === 0) {
        return undefined;
      }
      const told = literals.map(literal => JSON.stringify(literal)).join(', ');
      describe(
        node,
        literals.length > 1 ? `One of: ${told}` : `Always ${told}`,
      );
      return 'literals other than plain strings are told in the description';
    },
  },
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
    name: 'what is told of alternatives',
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
        fallback !== undefined && `Default: ${JSON.stringify(fallback)}`,
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
