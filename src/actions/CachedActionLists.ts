import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { toLoggableError } from '../text/toLoggableError';
import type { Viewer } from '../tools/types';
import type {
  ActionList,
  ActionLists,
  ListOptions,
  ListsActions,
} from './ActionLists';
import { RareWarnings } from './RareWarnings';
import { type RememberedList, RememberedLists } from './RememberedLists';
import { MAX_SILENCE_MS, silentPlugins } from './silentPlugins';
import { withListTimeout } from './withListTimeout';

/**
 * The maximum age of a list that is returned while a new one is fetched. Longer
 * than the 300 s after which the platform gives up on a hanging plugin.
 */
const MAX_AGE_MS = 15 * 60 * 1000;
/** Callers that wait for a fresh list cause at most one fetch in this time. */
const FRESH_MS = 1000;

/** A fetch in flight. */
interface Fetch {
  readonly askedAt: number;
  readonly actions: Promise<ActionList>;
}

export interface CachedActionListsOptions {
  actions: ListsActions;
  /** How long a list is fresh. Must be above 0. */
  ttlMs: number;
  logger: LoggerService;
}

/**
 * Remembers the list of actions of each principal, and never shows it to
 * another one. Returns an old list while it fetches a new one, and keeps the
 * actions of a plugin that stops responding for a while. A list grants no
 * access: each call goes to the plugin that owns the action, which checks
 * filters, permission and input again.
 */
export class CachedActionLists implements ActionLists {
  readonly #actions: ListsActions;
  readonly #logger: LoggerService;
  readonly #ttlMs: number;
  /** Rare, because a plugin may flap, or be silent for some principals only. */
  readonly #warnings: RareWarnings;
  readonly #lists = RememberedLists.create();
  /** At most one per principal. */
  #fetches = new Map<string, Fetch>();

  static create(options: CachedActionListsOptions): CachedActionLists {
    return new CachedActionLists(options);
  }

  private constructor(options: CachedActionListsOptions) {
    this.#actions = options.actions;
    this.#logger = options.logger;
    this.#warnings = RareWarnings.create(options.logger);
    this.#ttlMs = options.ttlMs;
  }

  async list(
    viewer: Viewer,
    { waitForFresh = false }: ListOptions = {},
  ): Promise<ActionList> {
    const known = this.#lists.get(viewer.viewKey);
    if (!known) {
      return withListTimeout(this.#fetchOf(viewer).actions);
    }
    if (waitForFresh) {
      return this.#freshOr(known, viewer);
    }
    const ageMs = Date.now() - known.fetchedAt;
    if (ageMs < this.#ttlMs) {
      return known.actions;
    }
    const { actions } = this.#fetchOf(viewer);
    return ageMs < MAX_AGE_MS ? known.actions : withListTimeout(actions);
  }

  known({ viewKey }: Pick<Viewer, 'viewKey'>): ActionList | undefined {
    const list = this.#lists.get(viewKey);
    return list && Date.now() - list.fetchedAt < MAX_AGE_MS
      ? list.actions
      : undefined;
  }

  everyones(): Iterable<ActionList> {
    return this.#lists.contents();
  }

  /** Forgets all lists. Used when the configuration changes. */
  clear(): void {
    this.#lists.clear();
    this.#fetches = new Map();
  }

  async #freshOr(known: RememberedList, viewer: Viewer): Promise<ActionList> {
    if (Date.now() - known.askedAt < FRESH_MS) {
      return known.actions;
    }
    // A plugin that hangs or fails must not remove known actions.
    return withListTimeout(this.#fetchFresh(viewer)).catch(() => known.actions);
  }

  async #fetchFresh(viewer: Viewer): Promise<ActionList> {
    const running = this.#fetchOf(viewer);
    if (Date.now() - running.askedAt < FRESH_MS) {
      return running.actions;
    }
    // This fetch may have passed a plugin before the new action was registered
    // there.
    await running.actions;
    return this.#fetchOf(viewer).actions;
  }

  /** The fetch in flight for the principal, or a new one. */
  #fetchOf(viewer: Viewer): Fetch {
    const { viewKey: key } = viewer;
    const fetches = this.#fetches;
    const running = fetches.get(key);
    if (running) {
      return running;
    }
    const askedAt = Date.now();
    const actions = this.#fetch(viewer, askedAt).finally(() =>
      fetches.delete(key),
    );
    // Callers that wait get the failure. Often nobody waits.
    actions.catch(() => {});
    const fetch = { askedAt, actions };
    fetches.set(key, fetch);
    return fetch;
  }

  async #fetch(
    { viewKey: key, credentials }: Viewer,
    askedAt: number,
  ): Promise<ActionList> {
    const fetches = this.#fetches;
    const stale = this.#lists.get(key);
    const listed = await this.#listOrNothing(credentials, stale);
    const silent = silentPlugins(listed, stale);
    silent.forEach((_, pluginId) => this.#logSilent(pluginId));
    const kept = stale?.actions.filter(({ pluginId }) => silent.has(pluginId));
    const actions = [...listed, ...(kept ?? [])];
    const list = { actions, askedAt, fetchedAt: Date.now(), silent };
    // An outdated list is not remembered after the configuration has changed.
    return fetches === this.#fetches ? this.#lists.set(key, list) : actions;
  }

  /**
   * With a list to fall back to, treats a failure as if all plugins were
   * silent.
   */
  async #listOrNothing(
    credentials: Viewer['credentials'],
    stale: RememberedList | undefined,
  ): Promise<ActionList> {
    try {
      const { actions } = await this.#actions.list({ credentials });
      return actions;
    } catch (error) {
      if (!stale) {
        throw error;
      }
      this.#logger.warn(
        'The actions could not be listed',
        toLoggableError(toError(error)),
      );
      return [];
    }
  }

  #logSilent(pluginId: string): void {
    this.#warnings.warn(
      pluginId,
      `${pluginId} no longer lists actions. Its last known actions stay listed for up to ${
        MAX_SILENCE_MS / 60_000
      } minutes`,
    );
  }
}
