import type { Request, Response } from 'express';
import type { EncodedResponse } from '../../mcp/direct/encodeResponse';
import { FastPath, type FastPathOptions } from '../../mcp/direct/FastPath';
import { parseRequest, type UsualRequest } from '../../mcp/direct/parseRequest';
import { EVENT_STREAM_HEADERS, keepAlive, toEvent } from '../eventStream';
import { callerOfRequest } from '../guards/callerOfRequest';
import { SharedGzip } from './SharedGzip';

/** As large as the platform's compression wants them. */
const MIN_GZIP_LENGTH = 1024;

interface Exchange {
  readonly req: Request;
  readonly res: Response;
}

/** Answers the message, or returns undefined when it is not a usual one. */
export type FastHandler = (
  message: unknown,
  exchange: Exchange,
) => Promise<void> | undefined;

/** The way of the usual requests, without the SDK's HTTP layer. */
export function createFastHandler(options: FastPathOptions): FastHandler {
  const ways = {
    fastPath: FastPath.create(options),
    gzip: SharedGzip.create(),
  };
  return (message, exchange) => {
    const request = parseRequest(message, exchange.req.headers);
    return request && answer(ways, request, exchange);
  };
}

interface Ways {
  fastPath: FastPath;
  gzip: SharedGzip;
}

/**
 * Answers one JSON object, or a stream of events from the moment on when
 * something has to be said before the answer: progress, or that it still runs.
 */
async function answer(
  { fastPath, gzip }: Ways,
  request: UsualRequest,
  { req, res }: Exchange,
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
  const response = await fastPath.answer(request, {
    caller: callerOfRequest(req),
    signal,
    notify(notification) {
      beginStream();
      res.write(toEvent(JSON.stringify({ jsonrpc: '2.0', ...notification })));
    },
  });
  const zipped = await zip(response, { req, gzip });
  if (signal.aborted) {
    return;
  }
  if (res.headersSent) {
    res.end(toEvent(response.text));
    return;
  }
  if (zipped) {
    res.vary('Accept-Encoding');
  }
  res.writeHead(200, {
    'Content-Type': 'application/json',
    // Without it, the platform's compression takes even the smallest for large.
    'Content-Length': zipped?.length ?? Buffer.byteLength(response.text),
    ...(zipped && { 'Content-Encoding': 'gzip' }),
  });
  res.end(zipped ?? response.text);
}

/** Only what others get as well; the platform compresses the rest. */
async function zip(
  { text, parts }: EncodedResponse,
  { req, gzip }: { req: Request; gzip: SharedGzip },
): Promise<Buffer | undefined> {
  return parts && text.length >= MIN_GZIP_LENGTH && req.acceptsEncodings('gzip')
    ? gzip.compress(parts.start, parts.end)
    : undefined;
}
