import type { Request, RequestHandler } from 'express';
import type { ServerDefinition } from '../config/types';

/** The path of the report. A server with the key `info` has the same path. */
export const INFO_PATH = '/v1/info';

/**
 * Skips the report when a request is meant for an MCP server at the same path.
 * The report is read with GET. MCP clients use POST, and GET only to open an
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
