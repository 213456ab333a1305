import type { Request, Response } from 'express';
import type { DirectAnswer } from '../../mcp/direct/directAnswer';
import type { DirectServer } from '../../mcp/direct/DirectServer';
import type { DirectRequest } from '../../mcp/direct/toDirectRequest';
import { EVENT_STREAM_HEADERS, keepAlive, toEvent } from '../eventStream';
import { callerOfRequest } from '../guards/callerOfRequest';
import type { SharedGzip } from './SharedGzip';

/** As large as the platform's compression wants them. */
const MIN_GZIP_LENGTH = 1024;

export interface AnswerDirectlyOptions {
  server: DirectServer;
  gzip: SharedGzip;
}

/**
 * Answers one JSON object, or a stream of events from the moment on when
 * something has to be said before the answer: progress, or that it still runs.
 */
export async function answerDirectly(
  { server, gzip }: AnswerDirectlyOptions,
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
    caller: callerOfRequest(req),
    signal,
    notify(notification) {
      beginStream();
      res.write(toEvent(JSON.stringify({ jsonrpc: '2.0', ...notification })));
    },
  });
  const zipped = await zip(answer, { req, gzip });
  if (signal.aborted) {
    return;
  }
  if (res.headersSent) {
    res.end(toEvent(answer.text));
    return;
  }
  if (zipped) {
    res.vary('Accept-Encoding');
  }
  res.writeHead(200, {
    'Content-Type': 'application/json',
    // Without it, the platform's compression takes even the smallest for large.
    'Content-Length': zipped?.length ?? Buffer.byteLength(answer.text),
    ...(zipped && { 'Content-Encoding': 'gzip' }),
  });
  res.end(zipped ?? answer.text);
}

/** Only what others get as well; the platform compresses the rest. */
async function zip(
  { text, parts }: DirectAnswer,
  { req, gzip }: { req: Request; gzip: SharedGzip },
): Promise<Buffer | undefined> {
  return parts && text.length >= MIN_GZIP_LENGTH && req.acceptsEncodings('gzip')
    ? gzip.compress(parts.start, parts.end)
    : undefined;
}
