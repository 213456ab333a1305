import type { JsonObject } from '@backstage/types';
import type { Request, RequestHandler, Response } from 'express';
import { toLoggableLine } from '../text/loggableText';
import type { AuditTrail } from './AuditTrail';
import type { OperationEnd } from '../tools/observe';

/** Longest name that a client asks about. */
const MAX_ASKED_LENGTH = 128;

/** Audits each request for what is served, and how it ended; refused ones too. */
export function observeInfo(trail: AuditTrail): RequestHandler {
  return function infoObserver(req, res, next) {
    const start = performance.now();
    const record = trail.start('info requests', {
      eventId: 'info',
      request: req,
      meta: askedBy(req),
    });
    res.once('close', () => {
      const { statusCode } = res;
      const outcome = outcomeOf(res);
      const durationMs = Math.round(performance.now() - start);
      const meta = { outcome, statusCode, durationMs };
      if (outcome === 'succeeded') {
        record.succeed(meta);
      } else if (outcome === 'cancelled') {
        const message = 'The client left before the answer';
        record.fail({ name: 'AbortError', message }, meta);
      } else {
        const message = `Answered with HTTP status ${statusCode}`;
        record.fail({ name: 'Error', message }, meta);
      }
    });
    next();
  };
}

function askedBy({ query }: Request): JsonObject {
  const { whyNot } = query;
  return typeof whyNot === 'string'
    ? { whyNot: toLoggableLine(whyNot, MAX_ASKED_LENGTH) }
    : {};
}

function outcomeOf(res: Response): OperationEnd['outcome'] {
  if (!res.writableFinished) {
    return 'cancelled';
  }
  if (res.statusCode >= 500) {
    return 'crashed';
  }
  return res.statusCode >= 400 ? 'refused' : 'succeeded';
}
