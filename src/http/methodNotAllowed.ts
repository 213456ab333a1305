import type { RequestHandler } from 'express';
import { sendJsonRpcError } from './jsonRpcError';

/** Responds with 405 and names the one allowed method (RFC 9110 §15.5.6). */
export function methodNotAllowed(allowed: 'GET' | 'POST'): RequestHandler {
  return function refuseMethod(_req, res) {
    res.set('Allow', allowed);
    sendJsonRpcError(res, {
      status: 405,
      code: 'refused',
      message: `Method not allowed: this path only accepts ${allowed}`,
    });
  };
}
