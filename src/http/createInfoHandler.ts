import type { RequestHandler } from 'express';
import type { Viewer } from '../tools/types';
import { wellFormed } from '../text/wellFormed';
import { methodNotAllowed } from './methodNotAllowed';
import { callerOfRequest } from './guards/callerOfRequest';

/** The source of the report. */
export interface InfoSource {
  report(viewer: Viewer): Promise<object>;
  explain(asked: string, viewer: Viewer): Promise<object>;
}

/**
 * Reports what is served to the caller. With `?whyNot=<tool or action id>`,
 * explains why a tool is not.
 */
export function createInfoHandler(source: InfoSource): RequestHandler {
  const refuseMethod = methodNotAllowed('GET');
  return async function info(req, res, next) {
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      refuseMethod(req, res, next);
      return;
    }
    const caller = callerOfRequest(req);
    const { whyNot } = req.query;
    res.set('Cache-Control', 'no-store');
    const answer =
      typeof whyNot === 'string'
        ? await source.explain(whyNot, caller)
        : await source.report(caller);
    res.json(wellFormed(answer));
  };
}
