import type { RequestHandler } from 'express';
import { sendJsonRpcError } from './jsonRpcError';

/** Answers 405, naming the one method that the path serves (RFC 9110 §15.5.6). */
export function methodNotAllowed(allowed: 'GET' | 'POST'): RequestHandler {
  return function refuseMethod(_req, res) {
    res.set('Allow', allowed);
    sendJsonRpcError(res, {
      status: 405,
      code: 'refused',
      message: `Method not allowed: this path takes ${allowed} only`,
    });
  };
}
