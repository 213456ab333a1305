import { LRUCache } from 'lru-cache';
import type { ActionList } from './ActionLists';
import { ListContents } from './ListContents';

/** The maximum number of principals. Each costs a few hundred bytes. */
const MAX_PRINCIPALS = 10_000;

/** The list of one principal. */
export interface RememberedList {
  readonly actions: ActionList;
  /** When the plugins were asked for it. */
  readonly askedAt: number;
  readonly fetchedAt: number;
  /** When each silent plugin last listed an action, by plugin id. */
  readonly silent: ReadonlyMap<string, number>;
}

interface Entry extends Omit<RememberedList, 'actions'> {
  /** Hash of the actions. */
  readonly hash: string;
}

/**
 * Stores the list of each principal. Bounded in the number of principals and in
 * the bytes of their contents. A principal whose content was evicted is
 * unknown.
 */
export class RememberedLists {
  readonly #entries = new LRUCache<string, Entry>({ max: MAX_PRINCIPALS });
  readonly #contents: ListContents;

  /** @param maxBytes - size of all contents together, as JSON */
  static create(maxBytes?: number): RememberedLists {
    return new RememberedLists(ListContents.create(maxBytes));
  }

  private constructor(contents: ListContents) {
    this.#contents = contents;
  }

  get(key: string): RememberedList | undefined {
    const entry = this.#entries.get(key);
    const actions = entry && this.#contents.get(entry.hash);
    return actions && { ...entry, actions };
  }

  /** @returns the given actions, or an equal list that is already stored */
  set(key: string, { actions, ...list }: RememberedList): ActionList {
    const content = this.#contents.share(actions);
    this.#entries.set(key, { ...list, hash: content.hash });
    return content.actions;
  }

  /** Each content once, most recently used first. */
  contents(): Iterable<ActionList> {
    return this.#contents.all();
  }

  clear(): void {
    this.#entries.clear();
    this.#contents.clear();
  }
}
