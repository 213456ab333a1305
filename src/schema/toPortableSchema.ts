import type { JsonObject, JsonValue } from '@backstage/types';
import { applyLastRules, applyRules } from './applyRules';
import { inlineReferences } from './inlineReferences';
import { toPortableNames } from './portableNames';
import { asArray, asObject, clip, describe, weightOf } from './schemaNodes';
import { type ObjectRoot, toObjectRoot, VALUE_PROPERTY } from './toObjectRoot';

/** About 25,000 tokens, twice what a whole catalogue should take. */
const MAX_LENGTH = 100_000;
const MAX_CHANGES = 20;
const MAX_CHANGE_LENGTH = 200;

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

/** The last rules, unless the parts that alternatives share make it too long. */
function finish(
  root: ObjectRoot,
  onChange: (change: string) => void,
): JsonObject {
  if (weightOf(root.schema, MAX_LENGTH) < MAX_LENGTH) {
    // Alternatives share parts, and each part is told something of its own.
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

/** Property names that providers refuse get others, by which the own ones are found. */
function renameProperties(schema: JsonObject): Map<string, string> {
  const properties = Object.entries(asObject(schema.properties));
  const names = toPortableNames(properties.map(([name]) => name));
  const ownNames = new Map<string, string>();
  schema.properties = Object.fromEntries(
    properties.map(([name, value]) => {
      const portable = names.get(name) ?? name;
      if (portable !== name) {
        ownNames.set(portable, name);
        tellName(asObject(value), name);
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
    // A call may use the own names as well.
    delete schema.additionalProperties;
  }
  return ownNames;
}

/** Nothing may stand beside alternatives, so the first of them says it. */
function tellName(schema: JsonObject, name: string): void {
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
