import { LRUCache } from 'lru-cache';
import { once } from '../text/once';
import type { Tool, ToolServer } from '../tools/types';
import type { ToolDecision } from './toToolDecision';

/** A limit for all lists together, as JSON. */
const MAX_CHARACTERS = 32 * 1024 * 1024;

const lengthOf = once((tool: Tool) => JSON.stringify(tool).length);

export interface PermittedListOptions {
  decision: ToolDecision;
  server: ToolServer;
}

/**
 * The part of a server's list of tools that a decision permits. Equal decisions
 * on the same list share one result, by identity, since the text of
 * `tools/list` is cached by it. Different decisions never share one.
 */
export class PermittedLists {
  readonly #lists: LRUCache<string, readonly Tool[]>;
  readonly #maxCharacters: number;
  /**
   * Identifies lists by number, so that unused lists can be garbage-collected.
   */
  readonly #ids = new WeakMap<readonly Tool[], number>();
  #lastId = 0;

  static create(maxCharacters = MAX_CHARACTERS): PermittedLists {
    return new PermittedLists(maxCharacters);
  }

  private constructor(maxCharacters: number) {
    this.#maxCharacters = maxCharacters;
    this.#lists = new LRUCache({ maxSize: maxCharacters });
  }

  of(
    tools: readonly Tool[],
    { decision, server }: PermittedListOptions,
  ): readonly Tool[] {
    if (decision.permitsAll) {
      return tools;
    }
    const key = `${this.#idOf(tools)} ${decision.key}`;
    const known = this.#lists.get(key);
    if (known) {
      return known;
    }
    const permitted = tools.filter(tool => decision.permits(tool, server));
    const characters = permitted.reduce(
      (sum, tool) => sum + lengthOf(tool),
      key.length,
    );
    // A list above the limit replaces all others.
    const size = Math.min(characters, this.#maxCharacters);
    this.#lists.set(key, permitted, { size });
    return permitted;
  }

  #idOf(tools: readonly Tool[]): number {
    const id = this.#ids.get(tools) ?? ++this.#lastId;
    this.#ids.set(tools, id);
    return id;
  }
}
