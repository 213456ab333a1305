import type { JsonObject } from '@backstage/types';

/** Where in the schema a node is. */
export interface SchemaPlace {
  /** Levels of properties, items and alternatives above; 0 at the root. */
  readonly depth: number;
}

/**
 * What one client or model provider does not take, and what it gets instead. A
 * rule works on one schema node in place and says what it did. It may let more
 * through than before, never less: the action's own validation stays the truth.
 */
export interface SchemaRule {
  readonly name: string;
  /** Who taught it, and where. */
  readonly source: string;
  apply(node: JsonObject, place: SchemaPlace): string | undefined;
}
