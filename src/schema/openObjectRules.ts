import type { JsonObject } from '@backstage/types';
import { isPortableName } from './portableNames';
import type { SchemaRule } from './SchemaRule';
import { asArray, asObject, clip, describe, toAssertions } from './schemaNodes';
import { toWords } from './toWords';

const MAX_TEXT_LENGTH = 2_000;

/**
 * Begins the description of an object whose properties only the description
 * lists.
 */
const OPENED = 'An object with ';

/**
 * Opens objects with property names that some providers refuse. Children first.
 */
export const OPEN_OBJECT_RULES: readonly SchemaRule[] = [
  {
    name: 'names of nested properties',
    source:
      'providers refuse other names (claude-code#92648); clients validate arguments against renamed ones (Gemini CLI 0.61, Qwen Code 0.24, Mastra MCP 2.0)',
    apply(node, { depth }) {
      const properties = Object.entries(asObject(node.properties));
      const others = properties.filter(([key]) => !isPortableName(key));
      if (depth === 0 || others.length === 0) {
        return undefined;
      }
      const kept = properties.filter(([key]) => isPortableName(key));
      const required = asArray(node.required);
      const parts = others.map(([key, schema]) => {
        const mark = required.includes(key) ? '' : '?';
        return `${key}${mark}: ${toWords(asObject(schema))}`;
      });
      node.properties = Object.fromEntries(kept);
      if (kept.length === 0) {
        delete node.properties;
      }
      delete node.additionalProperties;
      const opening = kept.length === 0 ? OPENED : 'Also ';
      describe(node, clip(`${opening}${parts.join(', ')}`, MAX_TEXT_LENGTH));
      return 'nested properties with names that some providers refuse moved to the description';
    },
  },
  {
    name: 'open alternatives',
    source: 'one open object accepts the same as several, and is shorter',
    apply(node) {
      if (!Array.isArray(node.anyOf)) {
        return undefined;
      }
      const options = asArray(node.anyOf).map(asObject);
      const open = options.filter(isOpen);
      const others = options.filter(
        option => !isOpen(option) && !isCovered(option, options),
      );
      const merged = open.length > 0 ? [toOneOpen(open)] : [];
      node.anyOf = [...others, ...merged];
      if (node.anyOf.length === 1) {
        const [{ description, ...only }] = [...others, ...merged];
        delete node.anyOf;
        Object.assign(node, only);
        if (typeof description === 'string') {
          describe(node, description);
        }
      }
      return undefined;
    },
  },
];

/** Whether the option accepts any object. */
function isOpen(option: JsonObject): boolean {
  const { type, additionalProperties, ...rest } = toAssertions(option);
  return (
    type === 'object' &&
    (additionalProperties ?? true) === true &&
    Object.keys(rest).length === 0
  );
}

/**
 * Whether the option accepts only the empty object, which another option
 * accepts too.
 */
function isCovered(
  option: JsonObject,
  options: readonly JsonObject[],
): boolean {
  const { type, additionalProperties, ...rest } = toAssertions(option);
  return (
    type === 'object' &&
    additionalProperties === false &&
    Object.keys(rest).length === 0 &&
    options.some(
      other =>
        other !== option &&
        other.type === 'object' &&
        other.additionalProperties !== false &&
        !('required' in other) &&
        !('minProperties' in other),
    )
  );
}

function toOneOpen(options: readonly JsonObject[]): JsonObject {
  const [first, ...others] = [
    ...new Set(options.map(({ description }) => description).filter(Boolean)),
  ].map(String);
  const repeated = first?.startsWith(OPENED) ? 'with ' : 'an object with ';
  const parts = others.map(text =>
    text.startsWith(OPENED) ? `${repeated}${text.slice(OPENED.length)}` : text,
  );
  const description = [first, ...parts].join('; or ');
  return {
    ...options[0],
    ...(first && { description: clip(description, MAX_TEXT_LENGTH) }),
  };
}
