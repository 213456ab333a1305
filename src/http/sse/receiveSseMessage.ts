import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Request, Response } from 'express';
import { toAuthInfo } from '../../mcp/caller';
import { readMessage } from '../../mcp/readMessage';
import { refuseParams } from '../../mcp/refuseParams';
import { filterWithin, type RequestFilter } from '../../tools/requestFilter';
import { callerOfRequest } from '../guards/callerOfRequest';
import type { SseRouterOptions } from './createSseRouter';
import { sendJsonRpcError } from '../jsonRpcError';

/**
 * Passes a posted message to the stream that it names, with the message's own
 * credentials.
 */
export async function receiveSseMessage(
  { sessions, definition }: Pick<SseRouterOptions, 'sessions' | 'definition'>,
  req: Request,
  res: Response,
): Promise<void> {
  const { viewKey } = callerOfRequest(req);
  const session = sessions.find(String(req.query.sessionId), {
    viewKey,
    path: definition.path,
  });
  if (session === 'unknown') {
    sendJsonRpcError(res, {
      status: 404,
      code: 'refused',
      message: 'Unknown session: open a new stream',
    });
    return;
  }
  if (session === 'foreign') {
    sendJsonRpcError(res, {
      status: 403,
      code: 'refused',
      message: 'This session belongs to someone else',
    });
    return;
  }
  const read = readMessage(req.body);
  if (read.refusal !== undefined) {
    refuseMessage(res, read.refusal);
    return;
  }
  const refusal = refuseParams(read.body);
  try {
    await (refusal
      ? session.transport.send(refusal)
      : session.transport.handleMessage(read.body, {
          authInfo: authInfoWithin(session.requestFilter, req),
        }));
  } catch {
    refuseMessage(res, 'the body is not one JSON-RPC message');
    return;
  }
  res.status(202).send('Accepted');
}

function refuseMessage(res: Response, reason: string): void {
  sendJsonRpcError(res, {
    status: 400,
    code: 'invalidRequest',
    message: `Invalid Request: ${reason}`,
  });
}

/**
 * The caller of a message. A message may narrow the tools of its stream
 * further, but not widen them.
 */
function authInfoWithin(stream: RequestFilter, req: Request): AuthInfo {
  const caller = callerOfRequest(req);
  const requestFilter = filterWithin(stream, caller.requestFilter);
  return toAuthInfo({ ...caller, requestFilter });
}
