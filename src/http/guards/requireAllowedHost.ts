import { validateHostHeader } from '@modelcontextprotocol/server';
import type { RequestHandler } from 'express';
import type { McpActionsConfig } from '../../config/types';
import { sendJsonRpcError } from '../jsonRpcError';

/**
 * Refuses requests for other hosts, which a page sends after DNS rebinding. To
 * the browser, such a page has the same origin, so its GET requests have no
 * `Origin`. Needed only when requests pass without credentials, which such a
 * page does not have.
 */
export function requireAllowedHost({
  allowedHosts,
}: Pick<McpActionsConfig, 'allowedHosts'>): RequestHandler {
  const allowed = [...allowedHosts];
  return function hostCheck(req, res, next) {
    if (validateHostHeader(req.headers.host, allowed).ok) {
      next();
      return;
    }
    sendJsonRpcError(res, {
      status: 403,
      code: 'refused',
      message:
        'This Host is not allowed while credentials are not required. Use the host of backend.baseUrl or app.baseUrl',
    });
  };
}
