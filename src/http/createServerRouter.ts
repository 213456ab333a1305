import type { RequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { methodNotAllowed } from './methodNotAllowed';

export interface ServerRouterOptions {
  /** Run before every request. */
  guards: RequestHandler[];
  /** Streamable HTTP. */
  streamable: RequestHandler[];
  /** The deprecated HTTP+SSE transport. Absent when it is off. */
  sse?: RequestHandler;
}

/** The routes of one MCP server, to be mounted at the server's path. */
export function createServerRouter(options: ServerRouterOptions): Router {
  const router = PromiseRouter();
  router.use(...options.guards);
  if (options.sse) {
    router.use('/sse', options.sse);
  }
  router.post('/', ...options.streamable);
  router.all('/', methodNotAllowed('POST'));
  return router;
}
