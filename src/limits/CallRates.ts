import type { CacheService } from '@backstage/backend-plugin-api';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { CacheRateLimiter } from './CacheRateLimiter';

const MINUTE_SECONDS = 60;

export interface CallRatesOptions {
  /** Calls of one principal in a minute; 0 is no limit. */
  callsPerMinute: number;
  /** Those of them that may destroy something; 0 is no limit. */
  destructiveCallsPerMinute: number;
  /** Where the counts are, when all replicas share them. */
  cache?: CacheService;
}

type RateLimiter = Pick<RateLimiterMemory, 'consume'>;

/** How often principals called in the current minute. */
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

  /** Counts a call; gives the seconds to wait when it is one too many. */
  countCall(principal: string): Promise<number | undefined> {
    return count(this.#all, principal);
  }

  /** Counts a call that may destroy something, beside the count of all calls. */
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
