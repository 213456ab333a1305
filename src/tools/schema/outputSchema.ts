import type { JsonObject, JsonValue } from '@backstage/types';
import Ajv from 'ajv';
import { LRUCache } from 'lru-cache';
import { applyRules } from './applyRules';
import { MCP_CONTENT_KEY } from '../types';
import { inlineReferences } from './inlineReferences';

const MAX_REMEMBERED = 5_000;

/** What clients are told of an output, and whether an output keeps to it. */
export interface OutputSchema {
  readonly schema: JsonObject;
  accepts(output: JsonValue | undefined): boolean;
}

const NONE = { schema: undefined } as const;
const remembered = new LRUCache<string, OutputSchema | typeof NONE>({
  max: MAX_REMEMBERED,
});
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

function createOutputSchema(original: JsonObject): OutputSchema | undefined {
  const { schema } = inlineReferences(original);
  applyRules(schema, {
    afterNode(node) {
      if (node.additionalProperties === false) {
        delete node.additionalProperties;
      }
      // zod's date-time has no offset where JSON Schema's needs one.
      delete node.format;
    },
  });
  if (!saysSomething(schema)) {
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
    return ajv.compile(schema);
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
