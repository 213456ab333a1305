import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Request, RequestHandler, Response } from 'express';
import { toAuthInfo } from '../mcp/caller';
import {
  bearerChallenge,
  type BearerChallengeOptions,
} from '../oauth/bearerChallenge';
import { sendJsonRpcError } from './jsonRpcError';
import { toCaller } from './toCaller';

/** A request that passed {@link requireCredentials}. */
export type AuthenticatedRequest = Request & { auth: AuthInfo };

export interface RequireCredentialsOptions {
  httpAuth: HttpAuthService;
  /** False lets requests without credentials pass; bad ones never do. */
  required: boolean;
  /** Whether the path is one that leaves out whatever is not read-only. */
  readOnly: boolean;
  /** What the challenge says of signing in, when OAuth is on. */
  challenge: () => Promise<
    Pick<BearerChallengeOptions, 'resourceMetadata' | 'scope'>
  >;
}

const INVALID_TOKEN = {
  error: 'invalid_token',
  errorDescription: 'The access token is invalid or has expired',
} as const;

/**
 * Authenticates each request before it costs anything, and leaves the caller in
 * `req.auth`, where the MCP SDKs look for it. Refuses with 401 and a challenge,
 * or 403 when the token may not be used here (RFC 6750 §3.1).
 */
export function requireCredentials(
  options: RequireCredentialsOptions,
): RequestHandler {
  const { httpAuth, required, readOnly, challenge } = options;
  const allow: Array<'user' | 'service' | 'none'> = ['user', 'service'];
  if (!required) {
    allow.push('none');
  }
  return async function credentialsCheck(req, res, next) {
    try {
      const credentials = await httpAuth.credentials(req, { allow });
      (req as AuthenticatedRequest).auth = toAuthInfo(
        toCaller(req, { credentials, readOnly }),
      );
    } catch (error) {
      const name = isError(error) ? error.name : undefined;
      if (name === 'NotAllowedError') {
        refuse(res, 403, 'These credentials must not be used with this server');
      } else if (name === 'AuthenticationError') {
        await refuseWithChallenge(req, res, challenge);
      } else {
        next(error);
      }
      return;
    }
    next();
  };
}

async function refuseWithChallenge(
  req: Request,
  res: Response,
  challenge: RequireCredentialsOptions['challenge'],
): Promise<void> {
  // RFC 6750 §3.1: no error code for a request that brought no credentials.
  const rejected = /^Bearer /i.test(req.headers.authorization ?? '');
  res.set(
    'WWW-Authenticate',
    bearerChallenge({ ...(rejected && INVALID_TOKEN), ...(await challenge()) }),
  );
  refuse(
    res,
    401,
    rejected
      ? INVALID_TOKEN.errorDescription
      : 'Authentication required: send an Authorization header with a Bearer token',
  );
}

function refuse(res: Response, status: 401 | 403, message: string): void {
  res.set('Cache-Control', 'no-store');
  sendJsonRpcError(res, { status, code: 'refused', message });
}
