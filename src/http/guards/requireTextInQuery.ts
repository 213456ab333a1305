import type { RequestHandler } from 'express';
import { sendJsonRpcError } from '../jsonRpcError';

/**
 * Refuses a parameter of the query that is not one text: Express reads repeated
 * ones as an array, and `a[b]` as an object with whatever properties it names.
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
