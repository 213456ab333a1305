import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { toError } from '@backstage/errors';
import { toLoggableError } from '../text/toLoggableError';
import { sendJsonRpcError } from './jsonRpcError';

/** Responds to a path below `/v1` that does not exist. */
export function notFound(_req: Request, res: Response): void {
  sendJsonRpcError(res, {
    status: 404,
    code: 'refused',
    message: 'There is no MCP server at this path',
  });
}

/** Responds to unexpected errors. The reason only goes to the log. */
export function internalError(logger: LoggerService): ErrorRequestHandler {
  return (error, _req, res, next) => {
    // Express fails to decode a path with `%` and no two digits after it.
    if (error?.name === 'URIError') {
      sendJsonRpcError(res, {
        status: 400,
        code: 'refused',
        message: 'Bad Request: the path is not percent-encoded',
      });
      return;
    }
    logger.error(
      'An MCP request failed outside of the protocol',
      toLoggableError(toError(error)),
    );
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
