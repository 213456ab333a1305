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
 * Separate queues for events that wait for a slow sink. Clients can cause any
 * number of connections, lists and refused calls. Running calls are limited per
 * principal, and other events must not take their place.
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

/** An event that has started. */
export interface AuditRecord {
  succeed(meta: JsonObject): void;
  fail(error: ErrorLike, meta: JsonObject): void;
}

/**
 * Writes audit events in the background: no response waits for the sink or
 * fails with it. Passes events to the sink immediately and in order. An event
 * is lost only if the sink refuses it, or is stuck with 10,000 earlier writes
 * of the same queue. Both are logged. The end of a started event is always
 * accepted.
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

  /** Starts an event. */
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
   * Creates the auditor's event. The auditor throws when it cannot resolve the
   * credentials of the request, so the event is then written without the
   * request.
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

  /** Waits until all events are written, up to a timeout. */
  async drain(): Promise<void> {
    let timer: NodeJS.Timeout;
    const timeout = new Promise<void>(resolve => {
      timer = setTimeout(resolve, DRAIN_TIMEOUT_MS);
    });
    await Promise.race([this.#allWritten(), timeout]);
    clearTimeout(timer!);
  }

  /**
   * Includes events that are added while it waits, such as the ends of streams.
   */
  async #allWritten(): Promise<void> {
    const queues = [...this.#queues.values()];
    while (queues.some(({ size }) => size > 0)) {
      await Promise.all(queues.map(queue => queue.settled()));
    }
  }
}
