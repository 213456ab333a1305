import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Request, Response } from 'express';
import { toAuthInfo } from '../../mcp/caller';
import { readMessage } from '../../mcp/readMessage';
import { refuseParams } from '../../mcp/refuseParams';
import { narrowWithin, type Narrowing } from '../../tools/narrowing';
import { callerOfRequest } from '../guards/callerOfRequest';
import type { SseRouterOptions } from './createSseRouter';
import { sendJsonRpcError } from '../jsonRpcError';

/** Hands a posted message to the stream that it names, with its own credentials. */
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
          authInfo: authInfoWithin(session.narrowing, req),
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

/** The caller of a message, who may narrow what the stream left in, but not widen it. */
function authInfoWithin(stream: Narrowing, req: Request): AuthInfo {
  const caller = callerOfRequest(req);
  const narrowing = narrowWithin(stream, caller.narrowing);
  return toAuthInfo({ ...caller, narrowing });
}
