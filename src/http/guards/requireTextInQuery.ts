import type { RequestHandler } from 'express';
import { sendJsonRpcError } from '../jsonRpcError';

/**
 * Refuses a query parameter that is not a single string: Express reads repeated
 * parameters as an array, and `a[b]` as an object with arbitrary properties.
 */
export function requireTextInQuery(name: string): RequestHandler {
  return function textCheck(req, res, next) {
    const value: unknown = req.query[name];
    if (value === undefined || typeof value === 'string') {
      next();
      return;
    }
    sendJsonRpcError(res, {
      status: 400,
      code: 'refused',
      message: `Bad Request: the query has more than one ${name}`,
    });
  };
}
