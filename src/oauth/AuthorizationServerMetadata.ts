import type {
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { LRUCache } from 'lru-cache';
import {
  fetchOpenIdConfiguration,
  type OpenIdConfiguration,
} from './fetchOpenIdConfiguration';

const FRESH_MS = 60_000;
/** The time between two attempts, however many clients ask. */
const RETRY_MS = 5_000;
/** The maximum age of a document that is served while there is no new one. */
const MAX_STALE_MS = 60 * 60_000;

/** What clients get: a current document, an older one, or none. */
type Supply = 'fresh' | 'stale' | 'missing';

interface Remembered {
  readonly found: OpenIdConfiguration;
  readonly fetchedAt: number;
}

export interface AuthorizationServerMetadataOptions {
  discovery: DiscoveryService;
  logger: LoggerService;
}

/**
 * Caches the auth backend's document for a minute, and longer while the auth
 * backend does not return one. Anyone may request it, so there is one fetch at
 * a time, and only changes are logged.
 */
export class AuthorizationServerMetadata {
  readonly #discovery: DiscoveryService;
  readonly #logger: LoggerService;
  readonly #remembered: LRUCache<'auth', Remembered>;
  #supply: Supply = 'fresh';

  static create(
    options: AuthorizationServerMetadataOptions,
  ): AuthorizationServerMetadata {
    return new AuthorizationServerMetadata(options);
  }

  private constructor(options: AuthorizationServerMetadataOptions) {
    this.#discovery = options.discovery;
    this.#logger = options.logger;
    this.#remembered = new LRUCache({
      max: 1,
      ttl: FRESH_MS,
      // Uses the same clock as the age checks below.
      perf: { now: () => Date.now() },
      fetchMethod: async (_key, last, { options: entry }) => {
        const found = await this.#ask();
        if (found.status === 200) {
          this.#logChange('fresh', 'available again');
          return { found, fetchedAt: Date.now() };
        }
        entry.ttl = RETRY_MS;
        return this.#standInFor(found, last);
      },
    });
  }

  async get(): Promise<OpenIdConfiguration> {
    const { found } = await this.#remembered.forceFetch('auth');
    return found;
  }

  async #ask(): Promise<OpenIdConfiguration> {
    try {
      const authBaseUrl = await this.#discovery.getBaseUrl('auth');
      return await fetchOpenIdConfiguration(authBaseUrl);
    } catch (error) {
      return { status: 503, reason: `no address: ${error}` };
    }
  }

  #standInFor(
    failure: Exclude<OpenIdConfiguration, { status: 200 }>,
    last: Remembered | undefined,
  ): Remembered {
    if (
      last?.found.status === 200 &&
      Date.now() - last.fetchedAt < MAX_STALE_MS
    ) {
      const minutes = MAX_STALE_MS / 60_000;
      this.#logChange(
        'stale',
        `${failure.reason}; the last known document is served until it is ${minutes} minutes old`,
      );
      return last;
    }
    this.#logChange('missing', failure.reason);
    return { found: failure, fetchedAt: Date.now() };
  }

  #logChange(supply: Supply, what: string): void {
    if (supply === this.#supply) {
      return;
    }
    this.#supply = supply;
    const level = supply === 'fresh' ? 'info' : 'warn';
    this.#logger[level](`The auth backend's OAuth document: ${what}`);
  }
}
