import type { JsonObject } from '@backstage/types';

/** Where in the schema a node is. */
export interface SchemaPlace {
  /** Levels of properties, items and alternatives above; 0 at the root. */
  readonly depth: number;
}

/**
 * Replaces something that a client or model provider refuses. A rule changes
 * one schema node in place and returns a description of the change. It may
 * accept more than the original, never less: the action still validates its
 * input.
 */
export interface SchemaRule {
  readonly name: string;
  /** Who refuses it, with a link or issue number. */
  readonly source: string;
  apply(node: JsonObject, place: SchemaPlace): string | undefined;
}
