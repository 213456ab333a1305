import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
  AuditorServiceEvent,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { type ErrorLike, toError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';

/** Writes that a stuck sink may leave waiting, two for each event; about 20 MB. */
const MAX_WAITING = 10_000;
/** How long a shutdown waits for the sink. */
const DRAIN_TIMEOUT_MS = 5_000;

export interface AuditTrailOptions {
  auditor: AuditorService;
  logger: LoggerService;
}

/** One event that has begun. */
export interface AuditRecord {
  succeed(meta: JsonObject): void;
  fail(error: ErrorLike, meta: JsonObject): void;
}

/**
 * Writes audit events beside the requests: no answer waits for the sink or
 * fails with it. An event is handed to the sink at once and in order; it is lost
 * only if the sink refuses it, or is stuck with 10,000 writes before it, and
 * then the log says so.
 */
export class AuditTrail {
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;
  readonly #waiting = new Set<Promise<void>>();
  #isLosing = false;

  static create(options: AuditTrailOptions): AuditTrail {
    return new AuditTrail(options);
  }

  private constructor(options: AuditTrailOptions) {
    this.#auditor = options.auditor;
    this.#logger = options.logger;
  }

  /** Begins an event. */
  start(options: AuditorServiceCreateEventOptions): AuditRecord {
    if (this.#waiting.size >= MAX_WAITING) {
      this.#lost(`the sink is stuck with ${MAX_WAITING} writes`);
      return { succeed() {}, fail() {} };
    }
    const event = this.#createEvent(options);
    this.#follow(event);
    return {
      succeed: meta => this.#follow(event.then(e => e.success({ meta }))),
      fail: (error, meta) =>
        this.#follow(event.then(e => e.fail({ error: error as Error, meta }))),
    };
  }

  /**
   * The auditor fails for a request whose credentials it cannot resolve, with
   * whatever error that gave. The event is written without them.
   */
  async #createEvent(
    options: AuditorServiceCreateEventOptions,
  ): Promise<AuditorServiceEvent> {
    try {
      return await this.#auditor.createEvent(options);
    } catch (error) {
      const { request, ...rest } = options;
      if (!request) {
        throw error;
      }
      const meta = { ...rest.meta, ip: request.ip ?? 'unknown' };
      return this.#auditor.createEvent({ ...rest, meta });
    }
  }

  /** Waits until all events are written, but not for ever. */
  async drain(): Promise<void> {
    let timer: NodeJS.Timeout;
    const timeout = new Promise<void>(resolve => {
      timer = setTimeout(resolve, DRAIN_TIMEOUT_MS);
    });
    await Promise.race([this.#allWritten(), timeout]);
    clearTimeout(timer!);
  }

  /** Also what is handed in meanwhile, such as the ends of streams. */
  async #allWritten(): Promise<void> {
    while (this.#waiting.size > 0) {
      await Promise.all(this.#waiting);
    }
  }

  #follow(written: Promise<unknown>): void {
    const settled = written.then(
      () => {
        this.#isLosing = false;
        this.#waiting.delete(settled);
      },
      error => {
        this.#lost(toError(error).message);
        this.#waiting.delete(settled);
      },
    );
    this.#waiting.add(settled);
  }

  /** One line for each change of state, not for each event. */
  #lost(reason: string): void {
    if (!this.#isLosing) {
      this.#isLosing = true;
      this.#logger.error(`Audit events are being lost: ${reason}`);
    }
  }
}
