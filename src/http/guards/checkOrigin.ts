import type { RequestHandler } from 'express';
import { sendJsonRpcError } from '../jsonRpcError';
import { OriginPattern } from './OriginPattern';

/**
 * Refuses browsers on pages of other origins, which is what keeps DNS rebinding
 * out (MCP 2025-11-25, Streamable HTTP, security warning). Clients that are no
 * browsers send no `Origin`.
 *
 * @param allowedOrigins - glob patterns, matched as `backend.cors.origin` is
 */
export function checkOrigin(allowedOrigins: readonly string[]): RequestHandler {
  const allowed = allowedOrigins.map(pattern => OriginPattern.create(pattern));
  return function originCheck(req, res, next) {
    // For any origin, and without one: caches must not give one the other's answer.
    res.vary('Origin');
    const { origin } = req.headers;
    if (
      origin === undefined ||
      allowedOrigins.includes(origin) ||
      allowed.some(pattern => pattern.matches(origin))
    ) {
      next();
      return;
    }
    sendJsonRpcError(res, {
      status: 403,
      code: 'refused',
      message: 'This origin is not allowed. See mcpActions.allowedOrigins',
    });
  };
}
