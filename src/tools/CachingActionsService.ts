import { createHash } from 'node:crypto';
import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type {
  ActionsService,
  ActionsServiceAction,
} from '@backstage/backend-plugin-api/alpha';
import { LRUCache } from 'lru-cache';
import { withinTime } from './withinTime';

/** Principals that are remembered at once. */
const MAX_PRINCIPALS = 1_000;
/** All lists together, as JSON; in memory they take about twice that. */
const MAX_BYTES = 64 * 1024 * 1024;
/**
 * How old a list may be that is answered while a new one is fetched. Longer than
 * the 300 s after which the platform gives up on a plugin that hangs.
 */
const MAX_AGE_MS = 15 * 60 * 1000;
/** How long a plugin stays listed that lists nothing any more. */
const MAX_SILENCE_MS = 5 * 60 * 1000;
/** A plugin that flaps, or differs by principal, is told of once in this time. */
const TELL_AGAIN_MS = 60 * 1000;

/** The actions that one principal was told of. */
interface RememberedList {
  readonly actions: ActionsServiceAction[];
  /** As JSON, in characters. */
  readonly size: number;
  readonly fetchedAt: number;
  /** When each plugin last listed an action, by plugin id. */
  readonly lastSeen: ReadonlyMap<string, number>;
}

export interface ListOptions {
  credentials: BackstageCredentials;
  /** Whose list it is: see `Viewer`. */
  viewKey: string;
  /** A list that is no older is good enough, fresh or not. */
  enoughAgeMs?: number;
}

/** An Actions Service that may remember lists, or just any. */
export interface RememberingActionsService extends Omit<
  ActionsService,
  'list'
> {
  list(options: ListOptions): ReturnType<ActionsService['list']>;
}

export interface CachingActionsServiceOptions {
  actions: ActionsService;
  /** How long a list is fresh, above 0. */
  ttlMs: number;
  logger: LoggerService;
}

/**
 * Remembers the list of actions of each principal, and of none other: an old list
 * is answered while a new one is fetched, and a plugin that stops answering stays
 * listed for a while. A list grants nothing: each call goes to the plugin that
 * owns the action, which checks filters, permission and input again.
 */
export class CachingActionsService implements RememberingActionsService {
  readonly #actions: ActionsService;
  readonly #logger: LoggerService;
  readonly #told = new LRUCache<string, true>({
    max: 1_000,
    ttl: TELL_AGAIN_MS,
  });
  readonly #lists: LRUCache<string, RememberedList, BackstageCredentials>;
  /** Each content once, by its hash: most principals see the same. */
  readonly #contents = new LRUCache<string, ActionsServiceAction[]>({
    max: MAX_PRINCIPALS,
    maxSize: MAX_BYTES,
  });

  static create(options: CachingActionsServiceOptions): CachingActionsService {
    return new CachingActionsService(options);
  }

  private constructor(options: CachingActionsServiceOptions) {
    this.#actions = options.actions;
    this.#logger = options.logger;
    this.#lists = new LRUCache({
      max: MAX_PRINCIPALS,
      maxSize: MAX_BYTES,
      sizeCalculation: ({ size }) => size,
      ttl: options.ttlMs,
      allowStale: true,
      // The clock of the ages below.
      perf: { now: () => Date.now() },
      // Whoever waits gets the list that is on its way, also when it was forgotten
      // or had to make room meanwhile.
      ignoreFetchAbort: true,
      // One fetch in flight for each principal.
      fetchMethod: (_key, stale, { context }) => this.#fetch(context, stale),
    });
  }

  async list({ credentials, viewKey: key, enoughAgeMs = 0 }: ListOptions) {
    const known = this.#lists.get(key, {
      allowStale: true,
      noDeleteOnStaleGet: true,
    });
    const ageMs = known ? Date.now() - known.fetchedAt : Infinity;
    if (known && ageMs < enoughAgeMs) {
      return { actions: known.actions };
    }
    const allowStale = ageMs < MAX_AGE_MS;
    const fetched = this.#lists.forceFetch(key, {
      context: credentials,
      allowStale,
    });
    const list = await (allowStale ? fetched : withinTime(fetched));
    return { actions: list.actions };
  }

  /** Forgets all lists, for a configuration that changed. */
  clear(): void {
    this.#lists.clear();
    this.#contents.clear();
  }

  invoke(options: Parameters<ActionsService['invoke']>[0]) {
    return this.#actions.invoke(options);
  }

  async #fetch(
    credentials: BackstageCredentials,
    stale: RememberedList | undefined,
  ): Promise<RememberedList> {
    const actions = await this.#listOrNothing(credentials, stale);
    const now = Date.now();
    const lastSeen = new Map(actions.map(({ pluginId }) => [pluginId, now]));
    const silent = new Map(
      [...(stale?.lastSeen ?? [])].filter(
        ([pluginId, seen]) =>
          !lastSeen.has(pluginId) && now - seen < MAX_SILENCE_MS,
      ),
    );
    silent.forEach((_, pluginId) => this.#tellSilent(pluginId));
    const kept = stale?.actions.filter(({ pluginId }) => silent.has(pluginId));
    const all = [...actions, ...(kept ?? [])];
    const text = JSON.stringify(all);
    // One that is too large alone is remembered all the same, in place of others.
    const size = Math.min(text.length, MAX_BYTES);
    const hash = createHash('sha256').update(text).digest('base64');
    return {
      actions: this.#contentOf(hash, { actions: all, size }),
      size,
      fetchedAt: now,
      lastSeen: new Map([...lastSeen, ...silent]),
    };
  }

  /** What was built of a list is found again by its identity. */
  #contentOf(
    hash: string,
    { actions, size }: Pick<RememberedList, 'actions' | 'size'>,
  ): ActionsServiceAction[] {
    const known = this.#contents.get(hash) ?? actions;
    this.#contents.set(hash, known, { size });
    return known;
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
      this.#logger.warn('The actions could not be listed', error as Error);
      return [];
    }
  }

  #tellSilent(pluginId: string): void {
    if (!this.#told.has(pluginId)) {
      this.#told.set(pluginId, true);
      this.#logger.warn(
        `${pluginId} lists no actions any more; those it had stay listed for up to ${
          MAX_SILENCE_MS / 60_000
        } minutes`,
      );
    }
  }
}
