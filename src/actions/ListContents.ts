import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ActionList } from './ActionLists';

/** Size of all contents as JSON. They take several times that in memory. */
const MAX_BYTES = 64 * 1024 * 1024;

export interface ListContent {
  readonly hash: string;
  readonly actions: ActionList;
}

/**
 * Stores lists of actions by content, each content once: most principals see
 * the same. Bounded in bytes. The least recently used content is evicted first.
 * Does not know which principal sees which list.
 */
export class ListContents {
  readonly #maxBytes: number;
  readonly #actions: LRUCache<string, ActionList>;

  static create(maxBytes = MAX_BYTES): ListContents {
    return new ListContents(maxBytes);
  }

  private constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#actions = new LRUCache({ maxSize: maxBytes });
  }

  /** The actions with that hash, unless they were evicted. */
  get(hash: string): ActionList | undefined {
    return this.#actions.get(hash);
  }

  /**
   * Stores the actions. Returns the stored list if an equal one exists, because
   * caches are keyed by the identity of a list.
   */
  share(actions: ActionList): ListContent {
    const text = JSON.stringify(actions);
    const hash = createHash('sha256').update(text).digest('base64');
    const known = this.#actions.get(hash);
    if (!known) {
      // A content larger than the bound evicts all others.
      const size = Math.min(Buffer.byteLength(text), this.#maxBytes);
      this.#actions.set(hash, actions, { size });
    }
    return { hash, actions: known ?? actions };
  }

  /** Most recently used first. */
  all(): Iterable<ActionList> {
    return this.#actions.values();
  }

  clear(): void {
    this.#actions.clear();
  }
}
