import type { Request, Response } from 'express';
import { callerOf } from '../mcp/caller';
import type { DirectServer } from '../mcp/DirectServer';
import type { DirectRequest } from '../mcp/toDirectRequest';
import { EVENT_STREAM_HEADERS, keepAlive, toEvent } from './eventStream';
import type { AuthenticatedRequest } from './requireCredentials';

/**
 * Answers one JSON object, or a stream of events from the moment on when
 * something has to be said before the answer: progress, or that it still runs.
 */
export async function answerDirectly(
  server: DirectServer,
  request: DirectRequest,
  { req, res }: { req: Request; res: Response },
): Promise<void> {
  const signal = {
    get aborted() {
      return res.destroyed;
    },
  };
  const beginStream = () => {
    if (!res.headersSent) {
      res.writeHead(200, EVENT_STREAM_HEADERS);
    }
  };
  keepAlive(res, beginStream);
  const answer = await server.answer(request, {
    caller: callerOf((req as AuthenticatedRequest).auth),
    signal,
    notify(notification) {
      beginStream();
      res.write(toEvent(JSON.stringify({ jsonrpc: '2.0', ...notification })));
    },
  });
  if (signal.aborted) {
    return;
  }
  if (res.headersSent) {
    res.end(toEvent(answer.text));
    return;
  }
  const wait = answer.retryAfterSeconds;
  // RFC 6585 §4.
  res.writeHead(wait === undefined ? 200 : 429, {
    'Content-Type': 'application/json',
    // Without it, the platform's compression takes even the smallest for large.
    'Content-Length': Buffer.byteLength(answer.text),
    ...(wait !== undefined && { 'Retry-After': wait }),
  });
  res.end(answer.text);
}
