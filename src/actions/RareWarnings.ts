import type { LoggerService } from '@backstage/backend-plugin-api';
import { LRUCache } from 'lru-cache';

/** Failures that repeat with each listing would fill the log. */
const INTERVAL_MS = 60 * 1000;

/** Logs a warning at most once a minute for each subject. */
export class RareWarnings {
  readonly #logger: LoggerService;
  readonly #logged = new LRUCache<string, true>({
    max: 1_000,
    ttl: INTERVAL_MS,
    perf: { now: () => Date.now() },
  });

  static create(logger: LoggerService): RareWarnings {
    return new RareWarnings(logger);
  }

  private constructor(logger: LoggerService) {
    this.#logger = logger;
  }

  warn(subject: string, message: string): void {
    if (!this.#logged.has(subject)) {
      this.#logged.set(subject, true);
      this.#logger.warn(message);
    }
  }
}
