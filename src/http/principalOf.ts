import type { Request } from 'express';
import { callerOf } from '../mcp/caller';
import { principalKey } from '../tools/principalKey';
import type { AuthenticatedRequest } from './requireCredentials';

/** By whom the streams and unread answers of a request are counted. */
export function principalOf(req: Request): string {
  return principalKey(callerOf((req as AuthenticatedRequest).auth).credentials);
}
