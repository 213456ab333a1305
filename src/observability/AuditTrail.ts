import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
  AuditorServiceEvent,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { ErrorLike } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { toLoggableError } from '../text/toLoggableError';
import { toLoggableRequest } from './toLoggableRequest';
import { WaitingWrites } from './WaitingWrites';

/**
 * Events that wait together while the sink is slow. Clients can bring about any
 * number of connections, lists and refused calls, but calls that run are limited
 * for each principal: nothing else takes their place.
 */
const QUEUES = [
  'calls',
  'refused calls',
  'lists',
  'connections',
  'info requests',
] as const;

export type AuditQueue = (typeof QUEUES)[number];

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
 * only if the sink refuses it, or is stuck with 10,000 writes of its queue before
 * it, and then the log says so. An event that began can always end.
 */
export class AuditTrail {
  readonly #auditor: AuditorService;
  readonly #queues: ReadonlyMap<AuditQueue, WaitingWrites>;

  static create(options: AuditTrailOptions): AuditTrail {
    return new AuditTrail(options);
  }

  private constructor({ auditor, logger }: AuditTrailOptions) {
    this.#auditor = auditor;
    this.#queues = new Map(
      QUEUES.map(what => [what, WaitingWrites.create({ logger, what })]),
    );
  }

  /** Begins an event. */
  start(
    queue: AuditQueue,
    options: AuditorServiceCreateEventOptions,
  ): AuditRecord {
    const writes = this.#queues.get(queue)!;
    if (!writes.hasRoom()) {
      return { succeed() {}, fail() {} };
    }
    const event = this.#createEvent(options);
    writes.add(event);
    return {
      succeed: meta => writes.add(event.then(e => e.success({ meta }))),
      fail: (thrown, meta) =>
        writes.add(
          event.then(e => e.fail({ error: toLoggableError(thrown), meta })),
        ),
    };
  }

  /**
   * The auditor fails for a request whose credentials it cannot resolve, with
   * whatever error that gave. The event is written without them.
   */
  async #createEvent({
    request: received,
    ...rest
  }: AuditorServiceCreateEventOptions): Promise<AuditorServiceEvent> {
    const request = received && toLoggableRequest(received);
    try {
      return await this.#auditor.createEvent({
        ...rest,
        ...(request && { request }),
      });
    } catch (error) {
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
    const queues = [...this.#queues.values()];
    while (queues.some(({ size }) => size > 0)) {
      await Promise.all(queues.map(queue => queue.settled()));
    }
  }
}
