import type { JsonObject } from '@backstage/types';
import { inlineReferences } from './inlineReferences';
import { asArray, asObject } from './schemaNodes';

const ALTERNATIVES = ['anyOf', 'oneOf'];
/** Keywords that may say something of a property beside declaring it. */
const CONDITIONS = [
  'not',
  'if',
  'then',
  'else',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
];

/** Names of the inputs that the schema declares at its root. */
export function inputNames(schema: JsonObject): ReadonlySet<string> {
  return new Set(namesIn(inlineReferences(schema).schema));
}

/**
 * The schema without these inputs: neither they nor what depends on them is left.
 * It may accept more than the original, which the action still checks.
 *
 * @returns undefined when nothing satisfies the schema without these inputs
 */
export function withoutInputs(
  schema: JsonObject,
  names: readonly string[],
): JsonObject | undefined {
  return names.length > 0
    ? strip(inlineReferences(schema).schema, new Set(names))
    : schema;
}

function strip(
  node: JsonObject,
  names: ReadonlySet<string>,
): JsonObject | undefined {
  const required = asArray(node.required);
  if (required.some(name => names.has(String(name)))) {
    return undefined;
  }
  const stripped: JsonObject = { ...node };
  if (node.properties !== undefined) {
    stripped.properties = Object.fromEntries(
      Object.entries(asObject(node.properties)).filter(
        ([name]) => !names.has(name),
      ),
    );
  }
  if (CONDITIONS.some(keyword => mentions(node[keyword], names))) {
    CONDITIONS.forEach(keyword => delete stripped[keyword]);
  }
  for (const keyword of ['allOf', ...ALTERNATIVES]) {
    const parts = partsOf(node, keyword);
    const kept = parts.map(part => strip(part, names)).filter(isPossible);
    const least =
      keyword === 'allOf' ? parts.length : Math.min(1, parts.length);
    if (kept.length < least) {
      return undefined;
    }
    if (parts.length > 0) {
      stripped[keyword] = kept;
    }
  }
  return stripped;
}

function isPossible(node: JsonObject | undefined): node is JsonObject {
  return node !== undefined;
}

function namesIn(node: JsonObject): string[] {
  return [
    ...Object.keys(asObject(node.properties)),
    ...['allOf', ...ALTERNATIVES].flatMap(keyword =>
      partsOf(node, keyword).flatMap(namesIn),
    ),
  ];
}

function partsOf(node: JsonObject, keyword: string): JsonObject[] {
  return asArray(node[keyword]).map(asObject);
}

function mentions(value: unknown, names: ReadonlySet<string>): boolean {
  const json = JSON.stringify(value) ?? '';
  return [...names].some(name => json.includes(JSON.stringify(name)));
}
