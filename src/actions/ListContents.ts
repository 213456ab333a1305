import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ActionList } from './ActionLists';

/** All contents together, as JSON. They take several times that in memory. */
const MAX_BYTES = 64 * 1024 * 1024;

export interface ListContent {
  readonly hash: string;
  readonly actions: ActionList;
}

/**
 * Lists of actions, each content once: most principals see the same. Bounded in
 * bytes; the content that was not read for longest makes room. Does not know who
 * sees which.
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

  /** The actions of that hash, unless they had to make room. */
  get(hash: string): ActionList | undefined {
    return this.#actions.get(hash);
  }

  /**
   * Keeps the actions, or the equal list that is there already: what others build
   * on a list hangs on its identity.
   */
  share(actions: ActionList): ListContent {
    const text = JSON.stringify(actions);
    const hash = createHash('sha256').update(text).digest('base64');
    const known = this.#actions.get(hash);
    if (!known) {
      // One that is larger than the bound takes the place of all others.
      const size = Math.min(Buffer.byteLength(text), this.#maxBytes);
      this.#actions.set(hash, actions, { size });
    }
    return { hash, actions: known ?? actions };
  }

  /** The most recently used first. */
  all(): Iterable<ActionList> {
    return this.#actions.values();
  }

  clear(): void {
    this.#actions.clear();
  }
}
