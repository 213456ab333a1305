import type { RequestHandler } from 'express';
import { sendJsonRpcError } from '../jsonRpcError';
import { OriginPattern } from './OriginPattern';

/**
 * Refuses browser requests from pages of other origins. This prevents DNS
 * rebinding (MCP 2025-11-25, Streamable HTTP, security warning). Clients other
 * than browsers send no `Origin`.
 *
 * @param allowedOrigins - glob patterns, matched like `backend.cors.origin`
 */
export function requireAllowedOrigin(
  allowedOrigins: readonly string[],
): RequestHandler {
  const allowed = allowedOrigins.map(pattern => OriginPattern.create(pattern));
  return function originCheck(req, res, next) {
    // Also without an origin: caches must not return one origin's response to
    // another.
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
