import { LRUCache } from 'lru-cache';
import type { ActionList } from './ActionLists';
import { ListContents } from './ListContents';

/** Principals that are remembered at once. Each costs a few hundred bytes. */
const MAX_PRINCIPALS = 10_000;

/** What one principal sees. */
export interface RememberedList {
  readonly actions: ActionList;
  /** When the plugins were asked. */
  readonly askedAt: number;
  readonly fetchedAt: number;
  /** When each plugin that is silent last listed an action, by plugin id. */
  readonly silent: ReadonlyMap<string, number>;
}

interface Entry extends Omit<RememberedList, 'actions'> {
  /** Of the actions. */
  readonly hash: string;
}

/**
 * The list of each principal. Principals are bounded in number and contents in
 * bytes. A principal whose content had to make room is unknown.
 */
export class RememberedLists {
  readonly #entries = new LRUCache<string, Entry>({ max: MAX_PRINCIPALS });
  readonly #contents: ListContents;

  /** @param maxBytes - of all contents together, as JSON */
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

  /** @returns the actions, or those of an equal list that is here already. */
  set(key: string, { actions, ...list }: RememberedList): ActionList {
    const content = this.#contents.share(actions);
    this.#entries.set(key, { ...list, hash: content.hash });
    return content.actions;
  }

  /** Each content once, the most recently used first. */
  contents(): Iterable<ActionList> {
    return this.#contents.all();
  }

  clear(): void {
    this.#entries.clear();
    this.#contents.clear();
  }
}
