import type { Request } from 'express';
import { type Caller, callerOf } from '../../mcp/caller';
import type { AuthenticatedRequest } from './requireCredentials';

/** The caller that `requireCredentials` stored in the request. */
export function callerOfRequest(req: Request): Caller {
  return callerOf((req as AuthenticatedRequest).auth);
}
