import type { JsonObject, JsonValue } from '@backstage/types';
import traverse from 'json-schema-traverse';
import { inlineReferences } from './inlineReferences';
import { asArray, asObject, toPortableKey } from './schemaNodes';
import { SCHEMA_RULES } from './schemaRules';
import { toObjectRoot, VALUE_PROPERTY } from './toObjectRoot';

/** A schema that every client and model provider takes. */
export interface PortableSchema {
  /** An object at its root. */
  readonly schema: JsonObject;
  /** What differs from the action's own schema. */
  readonly changes: readonly string[];
  /** The arguments that a client sent, as the action's own schema wants them. */
  toInput(args: JsonObject): JsonValue;
}

/**
 * Turns an action's JSON Schema into one that Claude, OpenAI, Gemini, VS Code
 * and Cursor take, keeping its meaning: whatever the original accepts, the
 * portable one accepts.
 */
export function toPortableSchema(original: JsonObject): PortableSchema {
  const inlined = inlineReferences(original);
  const changes = new Set(inlined.changes);
  const originalKeys = new Map<string, string>();

  traverse(inlined.schema, {
    cb: {
      post(node: JsonObject) {
        for (const rule of SCHEMA_RULES) {
          const change = rule.apply(node);
          if (change) {
            changes.add(change);
          }
        }
        renameProperties(node, originalKeys);
      },
    },
  });

  const root = toObjectRoot(inlined.schema);
  if (root.change) {
    changes.add(root.change);
  }
  for (const key of originalKeys.values()) {
    changes.add(`the property ${key} has another name`);
  }
  return {
    schema: root.schema,
    changes: [...changes],
    toInput: args => {
      const input = root.isWrapped ? (args[VALUE_PROPERTY] ?? null) : args;
      return originalKeys.size > 0 ? restoreKeys(input, originalKeys) : input;
    },
  };
}

/** Property names that providers refuse get others, noted for the way back. */
function renameProperties(
  node: JsonObject,
  originalKeys: Map<string, string>,
): void {
  const keys = Object.keys(asObject(node.properties));
  if (keys.every(key => toPortableKey(key) === key)) {
    return;
  }
  const rename = (key: string) => {
    const portable = toPortableKey(key);
    if (portable !== key) {
      originalKeys.set(portable, key);
    }
    return portable;
  };
  node.properties = Object.fromEntries(
    Object.entries(asObject(node.properties)).map(([key, value]) => [
      rename(key),
      value,
    ]),
  );
  if (Array.isArray(node.required)) {
    node.required = asArray(node.required).map(key => rename(String(key)));
  }
}

function restoreKeys(
  value: JsonValue,
  originalKeys: ReadonlyMap<string, string>,
): JsonValue {
  if (Array.isArray(value)) {
    return value.map(item => restoreKeys(item, originalKeys));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      originalKeys.get(key) ?? key,
      restoreKeys(entry ?? null, originalKeys),
    ]),
  );
}
