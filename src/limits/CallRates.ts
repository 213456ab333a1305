import type { CacheService } from '@backstage/backend-plugin-api';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { CacheRateLimiter } from './CacheRateLimiter';

const MINUTE_SECONDS = 60;

export interface CallRatesOptions {
  /** Calls per minute and principal. 0 means no limit. */
  callsPerMinute: number;
  /** Destructive calls per minute and principal. 0 means no limit. */
  destructiveCallsPerMinute: number;
  /** Stores the counts when all replicas share them. */
  cache?: CacheService;
}

type RateLimiter = Pick<RateLimiterMemory, 'consume'>;

/** Counts the calls of each principal in the current minute. */
export class CallRates {
  readonly #all: RateLimiter | undefined;
  readonly #destructive: RateLimiter | undefined;

  static create(options: CallRatesOptions): CallRates {
    return new CallRates(options);
  }

  private constructor(options: CallRatesOptions) {
    const { callsPerMinute, destructiveCallsPerMinute, cache } = options;
    this.#all = createLimiter('calls', callsPerMinute, cache);
    this.#destructive = createLimiter(
      'destructive-calls',
      destructiveCallsPerMinute,
      cache,
    );
  }

  /** Counts a call. Returns the seconds to wait when it is over the limit. */
  countCall(principal: string): Promise<number | undefined> {
    return count(this.#all, principal);
  }

  /** Counts a destructive call, separately from all calls. */
  countDestructiveCall(principal: string): Promise<number | undefined> {
    return count(this.#destructive, principal);
  }
}

function createLimiter(
  keyPrefix: string,
  points: number,
  cache: CacheService | undefined,
): RateLimiter | undefined {
  if (points === 0) {
    return undefined;
  }
  const limits = { keyPrefix, points, duration: MINUTE_SECONDS };
  const local = new RateLimiterMemory(limits);
  return cache ? CacheRateLimiter.create({ ...limits, cache, local }) : local;
}

async function count(
  limiter: RateLimiter | undefined,
  principal: string,
): Promise<number | undefined> {
  try {
    await limiter?.consume(principal);
    return undefined;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) {
      return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    }
    throw refusal;
  }
}
