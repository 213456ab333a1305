import type { JsonObject, JsonValue } from '@backstage/types';

/** How often a schema may stand inside itself before it is cut. */
const MAX_RECURSION = 2;
/** Unrolled schemas grow; beyond this many nodes the rest accepts anything. */
const MAX_NODES = 3_000;
/** Deeper arguments are no longer filled in by models. */
const MAX_DEPTH = 24;

export interface InlinedSchema {
  schema: JsonObject;
  changes: string[];
}

/**
 * Puts the targets of local references in their place: Gemini takes none
 * (gemini-cli#13326), and zod-to-json-schema writes one wherever an object is
 * used twice. A schema that contains itself is unrolled and then cut; what is
 * cut accepts anything, since the action validates the truth.
 */
export function inlineReferences(root: JsonObject): InlinedSchema {
  const changes = new Set<string>();
  let nodes = 0;

  function inline(
    value: JsonValue | undefined,
    depth: number,
    path: readonly string[],
  ): JsonValue {
    nodes += 1;
    if (nodes > MAX_NODES || depth > MAX_DEPTH) {
      changes.add('nested too deeply: the rest accepts anything');
      return {};
    }
    if (Array.isArray(value)) {
      return value.map(item => inline(item, depth + 1, path));
    }
    if (typeof value !== 'object' || value === null) {
      return value ?? null;
    }
    return typeof value.$ref === 'string'
      ? inlineTarget(value, value.$ref, depth, path)
      : inlineEntries(value, depth, path);
  }

  function inlineEntries(
    node: JsonObject,
    depth: number,
    path: readonly string[],
  ): JsonObject {
    return Object.fromEntries(
      Object.entries(node)
        .filter(([key]) => key !== 'definitions' && key !== '$defs')
        .map(([key, value]) => [key, inline(value, depth + 1, path)]),
    );
  }

  function inlineTarget(
    node: JsonObject,
    reference: string,
    depth: number,
    path: readonly string[],
  ): JsonValue {
    const { $ref, ...siblings } = node;
    const target = resolvePointer(root, reference);
    const visits = path.filter(visited => visited === reference).length;
    if (target === undefined || visits >= MAX_RECURSION) {
      changes.add(
        target === undefined
          ? `the reference ${reference} leads nowhere: accepts anything`
          : `contains itself: cut after ${MAX_RECURSION} levels`,
      );
      return inlineEntries(siblings, depth, path);
    }
    const inlined = inline(target, depth, [...path, reference]);
    const own = inlineEntries(siblings, depth, path);
    return { ...(inlined as JsonObject), ...own };
  }

  const schema = inline(root, 0, ['#']) as JsonObject;
  return { schema, changes: [...changes] };
}

/** RFC 6901, in the fragment form; other documents are never fetched. */
function resolvePointer(
  root: JsonObject,
  reference: string,
): JsonValue | undefined {
  if (!/^#(\/|$)/.test(reference)) {
    return undefined;
  }
  return reference
    .slice(2)
    .split('/')
    .filter(part => part !== '' || reference !== '#')
    .filter(part => reference !== '#/' && part !== '')
    .map(part =>
      decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~'),
    )
    .reduce<JsonValue | undefined>(
      (value, part) =>
        typeof value === 'object' && value !== null
          ? (value as JsonObject)[part]
          : undefined,
      root,
    );
}
