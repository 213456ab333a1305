import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

/** Writes that a stuck sink may leave waiting, two for each event. */
const MAX_WAITING = 10_000;

export interface WaitingWritesOptions {
  logger: LoggerService;
  /** What is written, for the log. */
  what: string;
}

/** The writes of one kind that the sink has not finished. */
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

  /** Whether there is room for the begin of one more event. */
  hasRoom(): boolean {
    if (this.size < MAX_WAITING) {
      return true;
    }
    this.#lost(`the sink is stuck with ${MAX_WAITING} writes`);
    return false;
  }

  /** Takes any write, so that an event that began can end. */
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

  /** One line for each change of state, not for each event. */
  #lost(reason: string): void {
    if (!this.#isLosing) {
      this.#isLosing = true;
      const { logger, what } = this.#options;
      logger.error(`Audit events of ${what} are being lost: ${reason}`);
    }
  }

  /** A sink that is merely slow would flip with each write while the queue is full. */
  #recovered(): void {
    if (this.size <= MAX_WAITING / 2) {
      this.#isLosing = false;
    }
  }
}
