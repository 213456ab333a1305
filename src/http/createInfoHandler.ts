import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { RequestHandler } from 'express';
import { callerOf } from '../mcp/caller';
import { wellFormed } from '../tools/wellFormed';
import { methodNotAllowed } from './methodNotAllowed';
import type { AuthenticatedRequest } from './requireCredentials';

/** What the endpoint answers from. */
export interface InfoSource {
  report(credentials: BackstageCredentials): Promise<object>;
  explain(asked: string, credentials: BackstageCredentials): Promise<object>;
}

/**
 * Answers what is served to the caller, and with `?whyNot=<tool or action id>`
 * why a tool is not.
 */
export function createInfoHandler(source: InfoSource): RequestHandler {
  const refuseMethod = methodNotAllowed('GET');
  return async function info(req, res, next) {
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      refuseMethod(req, res, next);
      return;
    }
    const { credentials } = callerOf((req as AuthenticatedRequest).auth);
    const { whyNot } = req.query;
    res.set('Cache-Control', 'no-store');
    const answer =
      typeof whyNot === 'string'
        ? await source.explain(whyNot, credentials)
        : await source.report(credentials);
    res.json(wellFormed(answer));
  };
}
