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
 * How old a list may be that is answered while a new one is fetched. Longer than
 * the 300 s after which the platform gives up on a plugin that hangs.
 */
const MAX_AGE_MS = 15 * 60 * 1000;
/** Who waits for a fresh list has the plugins asked at most once in this time. */
const FRESH_MS = 1000;

/** A list that is being fetched. */
interface Fetch {
  readonly askedAt: number;
  readonly actions: Promise<ActionList>;
}

export interface CachedActionListsOptions {
  actions: ListsActions;
  /** How long a list is fresh, above 0. */
  ttlMs: number;
  logger: LoggerService;
}

/**
 * Remembers the list of actions of each principal, and never shows it to another:
 * an old list is answered while a new one is fetched, and a plugin that stops
 * answering stays listed for a while. A list grants nothing: each call goes to the
 * plugin that owns the action, which checks filters, permission and input again.
 */
export class CachedActionLists implements ActionLists {
  readonly #actions: ListsActions;
  readonly #logger: LoggerService;
  readonly #ttlMs: number;
  /** A plugin may flap, or differ by principal. */
  readonly #warnings: RareWarnings;
  readonly #lists = RememberedLists.create();
  /** At most one for each principal. */
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

  /** Forgets all lists, for a configuration that changed. */
  clear(): void {
    this.#lists.clear();
    this.#fetches = new Map();
  }

  async #freshOr(known: RememberedList, viewer: Viewer): Promise<ActionList> {
    if (Date.now() - known.askedAt < FRESH_MS) {
      return known.actions;
    }
    // A plugin that hangs or fails must not take away what is known.
    return withListTimeout(this.#fetchFresh(viewer)).catch(() => known.actions);
  }

  async #fetchFresh(viewer: Viewer): Promise<ActionList> {
    const running = this.#fetchOf(viewer);
    if (Date.now() - running.askedAt < FRESH_MS) {
      return running.actions;
    }
    // Its plugins may have answered before what the caller looks for was there.
    await running.actions;
    return this.#fetchOf(viewer).actions;
  }

  /** The fetch that runs for the principal, or a new one. */
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
    // Whoever waits for it gets the failure; often that is nobody.
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
    // After a change of the configuration the list may be another one.
    return fetches === this.#fetches ? this.#lists.set(key, list) : actions;
  }

  /** A failure counts as silence of all plugins, where there is a list to fall back on. */
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
      `${pluginId} lists no actions any more; those it had stay listed for up to ${
        MAX_SILENCE_MS / 60_000
      } minutes`,
    );
  }
}
