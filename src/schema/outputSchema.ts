import type { JsonObject, JsonValue } from '@backstage/types';
import Ajv from 'ajv';
import { applyRules } from './applyRules';
import { MCP_CONTENT_KEY } from '../tools/output';
import { inlineReferences } from './inlineReferences';
import { schemaCache } from './schemaCache';
import type { SchemaRule } from './SchemaRule';
import { isOfType, weightOf } from './schemaNodes';

/** Many times the longest known; a longer one is not shown. */
const MAX_LENGTH = 100_000;

/** The output schema that clients see, and whether an output fits it. */
export interface OutputSchema {
  readonly schema: JsonObject;
  accepts(output: JsonValue | undefined): boolean;
}

const NONE = { schema: undefined } as const;
const remembered = schemaCache<OutputSchema | typeof NONE>();
const ajv = new Ajv({ strict: false, validateFormats: false });

/**
 * The schema of an action's output as clients see it: without references, and
 * open, so that a field that is new does not make a client refuse an answer. None
 * for an action that says nothing of its output, or answers MCP content.
 */
export function toOutputSchema(original: JsonObject): OutputSchema | undefined {
  const content = JSON.stringify(original);
  let known = remembered.get(content);
  if (!known) {
    known = createOutputSchema(original) ?? NONE;
    remembered.set(content, known);
  }
  return known.schema ? known : undefined;
}

/**
 * What JSON keeps of an output. In everything else, zod and JSON Schema differ:
 * dates without offset, flags of patterns, lengths in code points.
 */
const PROMISED_KEYWORDS = [
  ...['type', 'properties', 'required', 'items', 'enum', 'anyOf'],
  ...['additionalProperties', 'description', 'title'],
];

const OUTPUT_RULES: readonly SchemaRule[] = [
  {
    name: 'promises',
    source: 'clients throw an answer away that breaks one (MCP, tools)',
    apply(node) {
      Object.keys(node)
        .filter(keyword => !PROMISED_KEYWORDS.includes(keyword))
        .filter(keyword => keyword !== 'allOf')
        .forEach(keyword => delete node[keyword]);
      const { additionalProperties } = node;
      // A field that is new must not make a client refuse an answer.
      if (
        additionalProperties !== true &&
        !isOfType(additionalProperties, 'object')
      ) {
        delete node.additionalProperties;
      }
      return undefined;
    },
  },
];

function createOutputSchema(original: JsonObject): OutputSchema | undefined {
  const { schema } = inlineReferences(original);
  applyRules(schema, { ownRules: OUTPUT_RULES });
  if (!saysSomething(schema) || weightOf(schema, MAX_LENGTH) >= MAX_LENGTH) {
    return undefined;
  }
  let validate: ((output: unknown) => boolean) | undefined;
  return {
    schema,
    accepts(output) {
      // Compiled on first use: most tools are listed and never called.
      validate ??= compile(schema);
      return validate(output);
    },
  };
}

/** By now the action has run: a schema that cannot be read must not fail the call. */
function compile(schema: JsonObject): (output: unknown) => boolean {
  try {
    const validate = ajv.compile(schema);
    // The instance keeps each schema otherwise, also those that are forgotten here.
    ajv.removeSchema(schema);
    return validate;
  } catch {
    return () => true;
  }
}

function saysSomething(schema: JsonObject): boolean {
  const properties = schema.properties as JsonObject | undefined;
  if (properties && MCP_CONTENT_KEY in properties) {
    return false;
  }
  return schema.type === 'object'
    ? Object.keys(properties ?? {}).length > 0 ||
        'additionalProperties' in schema
    : 'type' in schema || 'anyOf' in schema || 'enum' in schema;
}
