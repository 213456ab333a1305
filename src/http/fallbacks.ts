import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { toError } from '@backstage/errors';
import { toLoggableError } from '../text/toLoggableError';
import { sendJsonRpcError } from './jsonRpcError';

/** Answers a path below `/v1` where nothing is. */
export function notFound(_req: Request, res: Response): void {
  sendJsonRpcError(res, {
    status: 404,
    code: 'refused',
    message: 'There is no MCP server at this path',
  });
}

/** Answers what nobody expected; the reason stays in the log. */
export function internalError(logger: LoggerService): ErrorRequestHandler {
  return (error, _req, res, next) => {
    // Express decodes the path, and fails for `%` without two digits behind it.
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
