import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ErrorRequestHandler,
  Request,
  RequestHandler,
  Response,
  Router,
} from 'express';
import PromiseRouter from 'express-promise-router';
import { checkOrigin } from './checkOrigin';
import { sendJsonRpcError } from './jsonRpcError';
import { jsonBody } from './jsonBody';
import { methodNotAllowed } from './methodNotAllowed';
import {
  requireCredentials,
  type RequireCredentialsOptions,
} from './requireCredentials';

export interface ServerRouterOptions extends RequireCredentialsOptions {
  logger: LoggerService;
  allowedOrigins: readonly string[];
  streamable: RequestHandler;
  /** The deprecated HTTP+SSE transport, unless switched off. */
  sse?: RequestHandler;
}

/** The Express edge of one MCP server, to be mounted at the server's path. */
export function createServerRouter(options: ServerRouterOptions): Router {
  const router = PromiseRouter();
  // Cheapest first: nobody gets a body parsed without credentials.
  router.use(checkOrigin(options.allowedOrigins));
  router.use(requireCredentials(options));
  router.use(jsonBody());
  if (options.sse) {
    router.use('/sse', options.sse);
  }
  router.post('/', options.streamable);
  router.all('/', methodNotAllowed('POST'));
  router.use(notFound);
  router.use(internalError(options.logger));
  return router;
}

function notFound(_req: Request, res: Response): void {
  sendJsonRpcError(res, {
    status: 404,
    code: 'refused',
    message: 'There is no MCP server at this path',
  });
}

/** What nobody expected: the reason stays in the log. */
function internalError(logger: LoggerService): ErrorRequestHandler {
  return (error, _req, res, next) => {
    logger.error('An MCP request failed outside of the protocol', error);
    if (res.headersSent) {
      next(error);
      return;
    }
    sendJsonRpcError(res, {
      status: 500,
      code: 'internalError',
      message: 'Internal error',
    });
  };
}
