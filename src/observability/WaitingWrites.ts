import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

/** Maximum number of writes that wait for a stuck sink. An event has two. */
const MAX_WAITING = 10_000;

export interface WaitingWritesOptions {
  logger: LoggerService;
  /** The kind of writes, for the log. */
  what: string;
}

/** The unfinished writes of one kind. */
export class WaitingWrites {
  readonly #options: WaitingWritesOptions;
  readonly #writes = new Set<Promise<void>>();
  #isLosing = false;

  static create(options: WaitingWritesOptions): WaitingWrites {
    return new WaitingWrites(options);
  }

  private constructor(options: WaitingWritesOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#writes.size;
  }

  /** Whether there is room for a new event. */
  hasRoom(): boolean {
    if (this.size < MAX_WAITING) {
      return true;
    }
    this.#lost(`the sink is stuck with ${MAX_WAITING} writes`);
    return false;
  }

  /** Accepts any write, so that a started event can end. */
  add(write: Promise<unknown>): void {
    const settled = write.then(
      () => {
        this.#writes.delete(settled);
        this.#recovered();
      },
      error => {
        this.#writes.delete(settled);
        this.#lost(toError(error).message);
      },
    );
    this.#writes.add(settled);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#writes);
  }

  /** Logs changes of state, not every event. */
  #lost(reason: string): void {
    if (!this.#isLosing) {
      this.#isLosing = true;
      const { logger, what } = this.#options;
      logger.error(`Audit events of ${what} are being lost: ${reason}`);
    }
  }

  /**
   * A slow sink would otherwise change state with each write while the queue is
   * full.
   */
  #recovered(): void {
    if (this.size <= MAX_WAITING / 2) {
      this.#isLosing = false;
    }
  }
}
