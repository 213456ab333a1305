import type { LoggerService } from '@backstage/backend-plugin-api';
import type { RequestHandler, Response } from 'express';
import type { EdgeBounds } from './edgeBounds';
import { callerOfRequest } from './guards/callerOfRequest';

const MIB = 1024 * 1024;
/** Each of them is in the audit log. */
const WARNING_INTERVAL_MS = 60_000;

export interface UnreadAnswersOptions {
  logger: LoggerService;
  bounds: Pick<EdgeBounds, 'unreadStreamBytes' | 'unreadPrincipalBytes'>;
}

/** What is known of one response until it is closed. */
interface OpenAnswer {
  readonly res: Response;
  /** How much of it may be in memory. */
  unread(): number;
}

/**
 * Bounds what waits in memory to be read, for each HTTP+SSE stream and for each
 * principal. Only what was written earlier counts, so that a client which reads
 * gets an answer of any size. Text counts by its length, which is its size in
 * memory give or take the encoding.
 */
export class UnreadAnswers {
  readonly #logger: LoggerService;
  readonly #bounds: UnreadAnswersOptions['bounds'];
  readonly #byPrincipal = new Map<string, Set<OpenAnswer>>();
  /** Until when nothing is logged. */
  #silentUntil = 0;

  static create(options: UnreadAnswersOptions): UnreadAnswers {
    return new UnreadAnswers(options);
  }

  private constructor({ logger, bounds }: UnreadAnswersOptions) {
    this.#logger = logger;
    this.#bounds = bounds;
  }

  /** Sees the answer to a request. */
  readonly observe: RequestHandler = (req, res, next) => {
    if (res.destroyed) {
      // The client left while its credentials were checked: no close will come.
      return;
    }
    let written = 0;
    const unread = () =>
      // Events are never compressed; of anything else, much may wait before that.
      isEventStream(res) ? res.writableLength : written;
    const answers = this.#add(callerOfRequest(req).countKey, { res, unread });
    beforeWrites(res, length => {
      this.#boundPrincipal(answers);
      written += length;
    });
    next();
  };

  /** Sees all the answers that are written to an HTTP+SSE stream. */
  readonly observeStream: RequestHandler = (req, res, next) => {
    if (res.destroyed) {
      return;
    }
    const { unreadStreamBytes } = this.#bounds;
    const unread = () => res.writableLength;
    const answers = this.#add(callerOfRequest(req).countKey, { res, unread });
    beforeWrites(res, () => {
      if (unread() > unreadStreamBytes) {
        this.#cutOff(res, `${unreadStreamBytes / MIB} MiB of one stream`);
      } else {
        this.#boundPrincipal(answers);
      }
    });
    next();
  };

  #add(principal: string, answer: OpenAnswer): ReadonlySet<OpenAnswer> {
    const answers = this.#byPrincipal.get(principal) ?? new Set();
    this.#byPrincipal.set(principal, answers.add(answer));
    answer.res.once('close', () => {
      answers.delete(answer);
      if (answers.size === 0) {
        this.#byPrincipal.delete(principal);
      }
    });
    return answers;
  }

  /** Cuts off the largest first: another client of the principal may well read. */
  #boundPrincipal(answers: ReadonlySet<OpenAnswer>): void {
    const { unreadPrincipalBytes } = this.#bounds;
    let excess = -unreadPrincipalBytes;
    for (const { unread } of answers) {
      excess += unread();
    }
    if (excess <= 0) {
      return;
    }
    const largestFirst = [...answers]
      .map(({ res, unread }) => ({ res, size: unread() }))
      .sort((a, b) => b.size - a.size);
    for (const { res, size } of largestFirst) {
      if (excess > 0) {
        excess -= size;
        this.#cutOff(res, `${unreadPrincipalBytes / MIB} MiB of one principal`);
      }
    }
  }

  #cutOff(res: Response, what: string): void {
    const reason = `Answers were not read: more than ${what} waited`;
    res.locals.cutOffBecause = reason;
    res.destroy();
    const now = Date.now();
    if (now >= this.#silentUntil) {
      this.#silentUntil = now + WARNING_INTERVAL_MS;
      this.#logger.warn(
        `Closed the connection of an MCP client. ${reason}. The audit log names the client; this is logged once a minute`,
      );
    }
  }
}

function isEventStream(res: Response): boolean {
  return String(res.getHeader('Content-Type')).startsWith('text/event-stream');
}

/** Shows the length of each part before it is written. */
function beforeWrites(res: Response, show: (length: number) => void): void {
  for (const method of ['write', 'end'] as const) {
    const original = res[method] as (...args: unknown[]) => unknown;
    const shown = (...args: unknown[]) => {
      const [chunk] = args;
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) {
        show(chunk.length);
      }
      if (!res.destroyed) {
        original.apply(res, args);
      }
      // Whoever waits for room keeps the rest elsewhere, where nobody counts it.
      return method === 'write' ? true : res;
    };
    Object.assign(res, { [method]: shown });
  }
}
