import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Request, RequestHandler, Response } from 'express';
import { toAuthInfo } from '../../mcp/caller';
import {
  bearerChallenge,
  type BearerChallengeOptions,
} from '../../oauth/bearerChallenge';
import type { RestrictionCheck } from './createRestrictionCheck';
import { isTokenError } from './isTokenError';
import { sendJsonRpcError } from '../jsonRpcError';
import { toCaller } from './toCaller';

/** A request that passed {@link requireCredentials}. */
export type AuthenticatedRequest = Request & { auth: AuthInfo };

export interface RequireCredentialsOptions {
  httpAuth: HttpAuthService;
  /** False lets requests without credentials pass; bad ones never do. */
  required: boolean;
  /** Refuses credentials whose restrictions would not hold. */
  holdsRestrictions: RestrictionCheck;
  /** What the challenge says of signing in, when OAuth is on. */
  challenge: () => Promise<
    Pick<BearerChallengeOptions, 'resourceMetadata' | 'scope'>
  >;
}

/** RFC 6750 §3.1. */
interface Refusal {
  status: 401 | 403;
  error?: BearerChallengeOptions['error'];
  message: string;
}

/** No error code for a request that brought no credentials. */
const NO_TOKEN: Refusal = {
  status: 401,
  message:
    'Authentication required: send an Authorization header with a Bearer token',
};
const INVALID_TOKEN: Refusal = {
  status: 401,
  error: 'invalid_token',
  message: 'The access token is invalid or has expired',
};
const INSUFFICIENT_TOKEN: Refusal = {
  status: 403,
  error: 'insufficient_scope',
  message: 'These credentials must not be used with this server',
};
const UNHELD_RESTRICTIONS: Refusal = {
  status: 403,
  error: 'insufficient_scope',
  message:
    'This Backstage does not apply the accessRestrictions of a token to the plugins behind this server. Upgrade to Backstage 1.55 (@backstage/backend-defaults 0.17.8) or later, or use a token without accessRestrictions',
};

/**
 * Authenticates each request before it costs anything, and leaves the caller in
 * `req.auth`, where the MCP SDKs look for it. Refuses with 401, or with 403 when
 * the token may not be used here, and with a challenge (RFC 6750 §3).
 */
export function requireCredentials(
  options: RequireCredentialsOptions,
): RequestHandler {
  const { httpAuth, required, challenge, holdsRestrictions } = options;
  const allow: Array<'user' | 'service' | 'none'> = ['user', 'service'];
  if (!required) {
    allow.push('none');
  }
  async function findRefusal(req: Request): Promise<Refusal | undefined> {
    const credentials = await httpAuth.credentials(req, { allow });
    if (!(await holdsRestrictions(credentials))) {
      return UNHELD_RESTRICTIONS;
    }
    (req as AuthenticatedRequest).auth = toAuthInfo(toCaller(req, credentials));
    return undefined;
  }

  return async function credentialsCheck(req, res, next) {
    let refusal: Refusal | undefined;
    try {
      refusal = await findRefusal(req);
    } catch (error) {
      refusal = refusalOf(error, req);
      if (!refusal) {
        next(error);
        return;
      }
    }
    if (refusal) {
      await refuse(res, refusal, challenge);
    } else {
      next();
    }
  };
}

function refusalOf(error: unknown, req: Request): Refusal | undefined {
  if (isError(error) && error.name === 'NotAllowedError') {
    return INSUFFICIENT_TOKEN;
  }
  if (!isTokenError(error)) {
    return undefined;
  }
  return /^Bearer /i.test(req.headers.authorization ?? '')
    ? INVALID_TOKEN
    : NO_TOKEN;
}

async function refuse(
  res: Response,
  { status, error, message }: Refusal,
  challenge: RequireCredentialsOptions['challenge'],
): Promise<void> {
  res.set({
    'Cache-Control': 'no-store',
    'WWW-Authenticate': bearerChallenge({
      error,
      errorDescription: error && message,
      ...(await challenge()),
    }),
  });
  sendJsonRpcError(res, { status, code: 'refused', message });
}
