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
  /** Counts for this process alone. Exact, and independent of the cache. */
  local: RateLimiterMemory;
}

/** A cache that hangs is treated as one that fails. */
const CACHE_TIMEOUT_MS = 1_000;

/**
 * A count and its end in milliseconds since the epoch. A type, so that it is
 * assignable to JSON.
 */
type Count = { consumed: number; endsAt: number };

/**
 * Counts in Backstage's cache, so that all replicas share the counts. The cache
 * has no atomic increment: calls at the same instant on several replicas may be
 * missed, but never more than each replica allows by itself.
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
   * Counts one call.
   *
   * @throws RateLimiterRes when the call is over the limit, as the limiters of
   * rate-limiter-flexible do
   */
  async consume(key: string): Promise<RateLimiterRes> {
    const { points, local } = this.#options;
    // Needed besides the cache: a burst reads the same count again and again,
    // and some clients of a broken cache return nothing instead of failing.
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

/** Principals contain names of people, which the store does not need. */
function toCacheKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
