import type { JsonObject, JsonValue } from '@backstage/types';
import traverse from 'json-schema-traverse';
import { schemaCache } from './schemaCache';
import { asArray, asObject, isOfType } from './schemaNodes';
import { type PortableSchema, toPortableSchema } from './toPortableSchema';

/** How the schemas of actions are shown to clients. */
export type SchemaStyle = 'portable' | 'verbatim';

/** Each list of each principal has the same schemas: convert each one once. */
const remembered = schemaCache<PortableSchema>();

/**
 * Returns the input schema of a tool and how to convert arguments to the
 * action's input.
 */
export function toToolSchema(
  original: JsonObject,
  style: SchemaStyle,
): PortableSchema {
  const content = JSON.stringify([style, original]);
  const known = remembered.get(content);
  if (known) {
    return known;
  }
  const toSchema = style === 'verbatim' ? toVerbatimSchema : toPortableSchema;
  const made = toSchema(original);
  remembered.set(content, made);
  return made;
}

/**
 * Copies the schema without `x-mcp-header`: a server that shows it promises to
 * compare headers with arguments (MCP 2026-07-28, SEP-2243), and this one does
 * not compare them.
 */
function toVerbatimSchema(original: JsonObject): PortableSchema {
  const schema = structuredClone(original);
  traverse(schema, {
    cb: node => {
      delete node['x-mcp-header'];
    },
  });
  return { schema, changes: [], toInput: args => args };
}

/**
 * Why clients cannot call an action with this input, or undefined when they
 * can.
 */
export function reasonAgainstInput(
  original: JsonObject,
  style: SchemaStyle,
): string | undefined {
  if (style === 'verbatim' && original.type !== 'object') {
    return 'the root of its input schema is not an object, and mcpActions.schemas is verbatim';
  }
  if (style === 'verbatim' && !isListable(original)) {
    return 'its input schema is malformed, and mcpActions.schemas is verbatim';
  }
  return isPrimitive(original)
    ? 'its input is a primitive, which the Actions Registry does not accept'
    : undefined;
}

/** Whether MCP allows the schema. Clients refuse the whole list otherwise. */
function isListable({ properties, required }: JsonObject): boolean {
  return (
    (properties === undefined ||
      (isOfType(properties, 'object') &&
        Object.values(asObject(properties)).every(value =>
          isOfType(value, 'object'),
        ))) &&
    (required === undefined ||
      (Array.isArray(required) &&
        required.every(name => typeof name === 'string')))
  );
}

const PRIMITIVES: JsonValue[] = [
  'string',
  'number',
  'integer',
  'boolean',
  'null',
];

function isPrimitive(schema: JsonObject): boolean {
  const alternatives = [...asArray(schema.anyOf), ...asArray(schema.oneOf)]
    .map(asObject)
    // zod-to-json-schema writes an absent value as `not`.
    .filter(option => !('not' in option));
  if (alternatives.length > 0) {
    return alternatives.every(isPrimitive);
  }
  if (Array.isArray(schema.allOf)) {
    return schema.allOf.map(asObject).some(isPrimitive);
  }
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return (
    types.every(type => PRIMITIVES.includes(type ?? '')) ||
    (schema.type === undefined && ('enum' in schema || 'const' in schema))
  );
}
