import type { LoggerService } from '@backstage/backend-plugin-api';
import type { RequestHandler, Response } from 'express';
import type { EdgeBounds } from './edgeBounds';
import { callerOfRequest } from './guards/callerOfRequest';

const MIB = 1024 * 1024;
/** The audit log has each of them. */
const WARNING_INTERVAL_MS = 60_000;

export interface UnreadAnswersOptions {
  logger: LoggerService;
  bounds: Pick<EdgeBounds, 'unreadStreamBytes' | 'unreadPrincipalBytes'>;
}

/** An open response. */
interface OpenAnswer {
  readonly res: Response;
  /** An upper bound of what is in memory of it. */
  unread(): number;
}

/**
 * Bounds the unread data in memory, per HTTP+SSE stream and per principal.
 * Counts only what was written before the current part, so that a client that
 * reads gets a response of any size. Text counts by its length, which is
 * roughly its size in memory.
 */
export class UnreadAnswers {
  readonly #logger: LoggerService;
  readonly #bounds: UnreadAnswersOptions['bounds'];
  readonly #byPrincipal = new Map<string, Set<OpenAnswer>>();
  /** Nothing is logged before this time. */
  #silentUntil = 0;

  static create(options: UnreadAnswersOptions): UnreadAnswers {
    return new UnreadAnswers(options);
  }

  private constructor({ logger, bounds }: UnreadAnswersOptions) {
    this.#logger = logger;
    this.#bounds = bounds;
  }

  /** Tracks the response to a request. */
  readonly observe: RequestHandler = (req, res, next) => {
    if (res.destroyed) {
      // The client left while its credentials were checked: there will be no
      // close event.
      return;
    }
    let written = 0;
    const unread = () =>
      // Events are never compressed. Other responses may wait in the
      // compression.
      isEventStream(res) ? res.writableLength : written;
    const answers = this.#add(callerOfRequest(req).countKey, { res, unread });
    beforeWrites(res, length => {
      this.#boundPrincipal(answers);
      written += length;
    });
    next();
  };

  /** Tracks all responses on an HTTP+SSE stream. */
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

  /**
   * Closes the largest first, since another client of the principal may still
   * read.
   */
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
        `Closed the connection of an MCP client. ${reason}. The audit log names each client. This warning is logged at most once a minute`,
      );
    }
  }
}

function isEventStream(res: Response): boolean {
  return String(res.getHeader('Content-Type')).startsWith('text/event-stream');
}

/** Reports the length of each part before it is written. */
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
      // A writer that waits for room would keep the rest elsewhere, uncounted.
      return method === 'write' ? true : res;
    };
    Object.assign(res, { [method]: shown });
  }
}
