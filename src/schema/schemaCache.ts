import { LRUCache } from 'lru-cache';

/** Many times the number of actions of a large backend. */
const MAX_SCHEMAS = 5_000;
/** Of the originals, in characters; what is made of them takes about the same. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** What was made of a schema, by its content. */
export function schemaCache<T extends object>(): LRUCache<string, T> {
  return new LRUCache<string, T>({
    max: MAX_SCHEMAS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_made, content) => content.length || 1,
  });
}
