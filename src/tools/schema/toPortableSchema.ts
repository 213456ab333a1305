import type { JsonObject, JsonValue } from '@backstage/types';
import { applyLastRules, applyRules } from './applyRules';
import { inlineReferences } from './inlineReferences';
import { asArray, asObject, describe, toPortableKey } from './schemaNodes';
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
  const onChange = (change: string) => changes.add(change);

  applyRules(inlined.schema, {
    onChange,
    afterNode: node => renameProperties(node, originalKeys),
  });
  const root = toObjectRoot(inlined.schema);
  if (root.change) {
    changes.add(root.change);
  }
  // Alternatives share parts, and each part is told something of its own.
  const schema = JSON.parse(JSON.stringify(root.schema)) as JsonObject;
  applyLastRules(schema, { onChange });

  for (const [portable, key] of originalKeys) {
    changes.add(`the property ${key} is named ${portable}`);
  }
  return {
    schema,
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
  const properties = Object.entries(asObject(node.properties));
  if (properties.some(([key]) => toPortableKey(key) !== key)) {
    node.properties = Object.fromEntries(
      properties.map(([key, value]) => {
        const portable = toPortableKey(key);
        const schema = asObject(value);
        if (portable !== key) {
          originalKeys.set(portable, key);
          describe(schema, `Stands for ${JSON.stringify(key)}`);
        }
        return [portable, schema];
      }),
    );
  }
  if (Array.isArray(node.required)) {
    node.required = asArray(node.required).map(key =>
      toPortableKey(String(key)),
    );
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
