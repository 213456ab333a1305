import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type {
  ActionsService,
  ActionsServiceAction,
} from '@backstage/backend-plugin-api/alpha';
import { toError } from '@backstage/errors';
import { RareWarnings } from './RareWarnings';
import { type RememberedList, RememberedLists } from './RememberedLists';
import type {
  ListOptions,
  RememberingActionsService,
} from './RememberingActionsService';
import { MAX_SILENCE_MS, silentPlugins } from './silentPlugins';
import { toLoggableError } from '../text/toLoggableError';
import { withinTime } from './withinTime';

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
  readonly actions: Promise<ActionsServiceAction[]>;
}

interface Lister {
  readonly key: string;
  readonly credentials: BackstageCredentials;
}

export interface CachingActionsServiceOptions {
  actions: ActionsService;
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
export class CachingActionsService implements RememberingActionsService {
  readonly #actions: ActionsService;
  readonly #logger: LoggerService;
  readonly #ttlMs: number;
  /** A plugin may flap, or differ by principal. */
  readonly #warnings: RareWarnings;
  readonly #lists = RememberedLists.create();
  /** At most one for each principal. */
  #fetches = new Map<string, Fetch>();

  static create(options: CachingActionsServiceOptions): CachingActionsService {
    return new CachingActionsService(options);
  }

  private constructor(options: CachingActionsServiceOptions) {
    this.#actions = options.actions;
    this.#logger = options.logger;
    this.#warnings = RareWarnings.create(options.logger);
    this.#ttlMs = options.ttlMs;
  }

  async list(options: ListOptions) {
    const { credentials, viewKey: key, maxAgeMs = 0, waitForFresh } = options;
    const lister = { key, credentials };
    const known = this.#lists.get(lister.key);
    if (!known) {
      return { actions: await withinTime(this.#fetchOf(lister).actions) };
    }
    if (waitForFresh) {
      return { actions: await this.#freshOr(known, lister) };
    }
    const ageMs = Date.now() - known.fetchedAt;
    if (ageMs < Math.max(this.#ttlMs, maxAgeMs)) {
      return { actions: known.actions };
    }
    const { actions } = this.#fetchOf(lister);
    return {
      actions: ageMs < MAX_AGE_MS ? known.actions : await withinTime(actions),
    };
  }

  /** Forgets all lists, for a configuration that changed. */
  clear(): void {
    this.#lists.clear();
    this.#fetches = new Map();
  }

  invoke(options: Parameters<ActionsService['invoke']>[0]) {
    return this.#actions.invoke(options);
  }

  async #freshOr(
    known: RememberedList,
    lister: Lister,
  ): Promise<ActionsServiceAction[]> {
    if (Date.now() - known.askedAt < FRESH_MS) {
      return known.actions;
    }
    // A plugin that hangs or fails must not take away what is known.
    return withinTime(this.#fetchFresh(lister)).catch(() => known.actions);
  }

  async #fetchFresh(lister: Lister): Promise<ActionsServiceAction[]> {
    const running = this.#fetchOf(lister);
    if (Date.now() - running.askedAt < FRESH_MS) {
      return running.actions;
    }
    // Its plugins may have answered before what the caller looks for was there.
    await running.actions;
    return this.#fetchOf(lister).actions;
  }

  /** The fetch that runs for the principal, or a new one. */
  #fetchOf(lister: Lister): Fetch {
    const { key } = lister;
    const fetches = this.#fetches;
    const running = fetches.get(key);
    if (running) {
      return running;
    }
    const askedAt = Date.now();
    const actions = this.#fetch(lister, askedAt).finally(() =>
      fetches.delete(key),
    );
    // Whoever waits for it gets the failure; often that is nobody.
    actions.catch(() => {});
    const fetch = { askedAt, actions };
    fetches.set(key, fetch);
    return fetch;
  }

  async #fetch(
    { key, credentials }: Lister,
    askedAt: number,
  ): Promise<ActionsServiceAction[]> {
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
    credentials: BackstageCredentials,
    stale: RememberedList | undefined,
  ): Promise<ActionsServiceAction[]> {
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
