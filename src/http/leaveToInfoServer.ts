import type { Request, RequestHandler } from 'express';
import type { ServerDefinition } from '../config/types';

/** Where the report is, and the path of a server with the key `info`. */
export const INFO_PATH = '/v1/info';

/**
 * Skips the report for whatever is meant for an MCP server at the same path.
 * The report is read with GET. MCP clients use POST, and GET only to ask for an
 * event stream.
 */
export function leaveToInfoServer(
  servers: readonly ServerDefinition[],
): RequestHandler {
  const hasServer = servers.some(({ path }) => path === INFO_PATH);
  return function infoRoute(req, _res, next) {
    if (hasServer && !asksForReport(req)) {
      next('route');
    } else {
      next();
    }
  };
}

function asksForReport({ method, headers }: Request): boolean {
  return (
    ['GET', 'HEAD'].includes(method) &&
    !headers.accept?.includes('text/event-stream')
  );
}
