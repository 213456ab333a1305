import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { CacheService } from '@backstage/backend-plugin-api';
import { type RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface CacheRateLimiterOptions {
  cache: CacheService;
  keyPrefix: string;
  points: number;
  /** In seconds. */
  duration: number;
  /** Counts this process alone: exactly, and also while the cache fails. */
  local: RateLimiterMemory;
}

/** A cache that hangs counts as one that fails. */
const CACHE_TIMEOUT_MS = 1_000;

/** A count and when it ends, in milliseconds since the epoch; a type, for JSON. */
type Count = { consumed: number; endsAt: number };

/**
 * Counts in Backstage's cache, so that all replicas share the counts. The cache
 * cannot add in one step: of calls at the same instant on several replicas some
 * may be missed, never more than each replica may count for itself.
 */
export class CacheRateLimiter {
  readonly #options: CacheRateLimiterOptions;

  static create(options: CacheRateLimiterOptions): CacheRateLimiter {
    return new CacheRateLimiter(options);
  }

  private constructor(options: CacheRateLimiterOptions) {
    this.#options = options;
  }

  /**
   * Counts one more.
   *
   * @throws RateLimiterRes when it is one too many, as the limiters of
   * rate-limiter-flexible do.
   */
  async consume(key: string): Promise<RateLimiterRes> {
    const { points, local } = this.#options;
    // A burst would read the same count again and again, and a client of a broken
    // cache may find nothing rather than fail.
    const own = await local.consume(key);
    const count = await Promise.race([
      this.#add(key).catch(() => undefined),
      once(AbortSignal.timeout(CACHE_TIMEOUT_MS), 'abort'),
    ]);
    if (!count || Array.isArray(count)) {
      return own;
    }
    const { consumed, endsAt } = count;
    const result = new RateLimiterRes(
      Math.max(0, points - consumed),
      Math.max(0, endsAt - Date.now()),
      consumed,
      consumed === 1,
    );
    if (consumed > points) {
      throw result;
    }
    return result;
  }

  async #add(key: string): Promise<Count> {
    const { cache, keyPrefix, duration } = this.#options;
    const cacheKey = toCacheKey(`${keyPrefix}:${key}`);
    const now = Date.now();
    const known = await cache.get<Count>(cacheKey);
    const count =
      known && known.endsAt > now
        ? { consumed: known.consumed + 1, endsAt: known.endsAt }
        : { consumed: 1, endsAt: now + duration * 1000 };
    await cache.set(cacheKey, count, { ttl: count.endsAt - now });
    return count;
  }
}

/** Principals hold names of people; the store need not know them. */
function toCacheKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
