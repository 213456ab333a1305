import { LRUCache } from 'lru-cache';

/** Many times the number of actions of a large backend. */
const MAX_SCHEMAS = 5_000;
/**
 * Size of the original schemas in characters. The results take about the same.
 */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** Caches what is derived from a schema, by the schema's content. */
export function schemaCache<T extends object>(): LRUCache<string, T> {
  return new LRUCache<string, T>({
    max: MAX_SCHEMAS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_made, content) => content.length || 1,
  });
}
