import type { JsonObject, JsonValue } from '@backstage/types';
import { applyLastRules, applyRules } from './applyRules';
import { inlineReferences } from './inlineReferences';
import { toPortableNames } from './portableNames';
import { asArray, asObject, clip, describe, weightOf } from './schemaNodes';
import { type ObjectRoot, toObjectRoot, VALUE_PROPERTY } from './toObjectRoot';

/** About 25,000 tokens, twice the recommended size of a whole tool list. */
const MAX_LENGTH = 100_000;
const MAX_CHANGES = 20;
const MAX_CHANGE_LENGTH = 200;

/** A schema that every client and model provider accepts. */
export interface PortableSchema {
  /** Always an object at the root. */
  readonly schema: JsonObject;
  /** What differs from the action's own schema. */
  readonly changes: readonly string[];
  /**
   * Converts a client's arguments to the input that the action's own schema
   * expects.
   */
  toInput(args: JsonObject): JsonValue;
}

/**
 * Turns an action's JSON Schema into one that Claude, OpenAI, Gemini, VS Code
 * and Cursor accept. It accepts everything that the original accepts.
 */
export function toPortableSchema(original: JsonObject): PortableSchema {
  const inlined = inlineReferences(original);
  const changes = new Set(inlined.changes);
  const onChange = (change: string) => changes.add(change);

  applyRules(inlined.schema, { onChange });
  const root = toObjectRoot(inlined.schema);
  if (root.change) {
    changes.add(root.change);
  }
  const schema = finish(root, onChange);
  const ownNames = renameProperties(schema);
  for (const [portable, name] of ownNames) {
    changes.add(`the property ${name} is named ${portable}`);
  }
  return {
    schema,
    changes: toReadable([...changes]),
    toInput: args => {
      if (root.isWrapped) {
        return args[VALUE_PROPERTY] ?? null;
      }
      return ownNames.size > 0 ? restoreNames(args, ownNames) : args;
    },
  };
}

/**
 * Applies the last rules. Falls back to any object when the result is too long.
 */
function finish(
  root: ObjectRoot,
  onChange: (change: string) => void,
): JsonObject {
  if (weightOf(root.schema, MAX_LENGTH) < MAX_LENGTH) {
    // Alternatives share parts, and each part gets its own description: copy
    // them.
    const schema = JSON.parse(JSON.stringify(root.schema)) as JsonObject;
    applyLastRules(schema, { onChange });
    if (JSON.stringify(schema).length < MAX_LENGTH) {
      return { ...schema, properties: asObject(schema.properties) };
    }
  }
  onChange('too long: accepts anything');
  const properties = root.isWrapped ? { [VALUE_PROPERTY]: {} } : {};
  const open: JsonObject = { type: 'object', properties };
  applyLastRules(open);
  return open;
}

/**
 * Renames properties that providers refuse. Returns the original names by the
 * new ones.
 */
function renameProperties(schema: JsonObject): Map<string, string> {
  const properties = Object.entries(asObject(schema.properties));
  const names = toPortableNames(properties.map(([name]) => name));
  const ownNames = new Map<string, string>();
  schema.properties = Object.fromEntries(
    properties.map(([name, value]) => {
      const portable = names.get(name) ?? name;
      if (portable !== name) {
        ownNames.set(portable, name);
        describeName(asObject(value), name);
      }
      return [portable, value];
    }),
  );
  if (Array.isArray(schema.required)) {
    schema.required = asArray(schema.required).map(
      name => names.get(String(name)) ?? name,
    );
  }
  if (ownNames.size > 0 && schema.additionalProperties === false) {
    // A call may use the original names as well.
    delete schema.additionalProperties;
  }
  return ownNames;
}

/**
 * Keywords are not allowed beside alternatives, so the first alternative gets
 * the text.
 */
function describeName(schema: JsonObject, name: string): void {
  const [first = schema] = asArray(schema.anyOf).map(asObject);
  describe(
    first,
    `Stands for ${clip(JSON.stringify(name), MAX_CHANGE_LENGTH)}`,
  );
}

function restoreNames(
  args: JsonObject,
  ownNames: ReadonlyMap<string, string>,
): JsonObject {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      ownNames.get(name) ?? name,
      value,
    ]),
  );
}

function toReadable(changes: readonly string[]): string[] {
  const more = changes.length - MAX_CHANGES;
  return [
    ...changes
      .slice(0, MAX_CHANGES)
      .map(change => clip(change, MAX_CHANGE_LENGTH)),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}
