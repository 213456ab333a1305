import type { DiscoveryService } from '@backstage/backend-plugin-api';
import { isInitializeRequest } from '@modelcontextprotocol/server';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ServerDefinition } from '../../config/types';
import { createMcpServer } from '../../mcp/createMcpServer';
import type { ObservedTools } from '../../mcp/ObservedTools';
import { toLoggableLine } from '../../text/loggableText';
import type { Narrowing } from '../../tools/narrowing';
import { callerOfRequest } from '../guards/callerOfRequest';
import { keepAlive } from '../eventStream';
import { sendJsonRpcError } from '../jsonRpcError';
import { methodNotAllowed } from '../methodNotAllowed';
import { receiveSseMessage } from './receiveSseMessage';
import { requireTextInQuery } from '../guards/requireTextInQuery';
import type { SseDeprecationLog } from './SseDeprecationLog';
import type { SseSession, SseSessions } from './SseSessions';
import type { UnreadAnswers } from '../UnreadAnswers';

/** 2025-03-26, the revision that replaced this transport, as RFC 9745 §2.1 writes a date. */
const DEPRECATED_SINCE = '@1742947200';
/** Longest reason in the log; it may repeat what the client sent. */
const MAX_LOG_LENGTH = 1_024;

/** A session that takes messages. */
export interface McpSseSession extends SseSession {
  readonly transport: SSEServerTransport;
  /** What the request that opened the stream left in. */
  readonly narrowing: Narrowing;
}

export interface SseRouterOptions extends ObservedTools {
  definition: ServerDefinition;
  sessions: SseSessions<McpSseSession>;
  deprecationLog: SseDeprecationLog;
  unread: UnreadAnswers;
  discovery: DiscoveryService;
}

/**
 * The HTTP+SSE transport of 2024-11-05, deprecated: a stream that answers
 * messages which are posted beside it. A stream belongs to the principal and the
 * server that opened it, and no message gets more tools than the headers of that
 * request left in. Each message acts with its own credentials, since those of
 * the stream may have expired.
 */
export function createSseRouter(options: SseRouterOptions): Router {
  const router = PromiseRouter();
  // Express would have `get` answer it, with a stream that says nothing.
  router.head('/', methodNotAllowed('GET'));
  router.get('/', options.unread.observeStream, (req, res) =>
    openStream(options, req, res),
  );
  router.all('/', methodNotAllowed('GET'));
  router.post('/messages', requireTextInQuery('sessionId'), (req, res) =>
    receiveSseMessage(options, req, res),
  );
  router.all('/messages', methodNotAllowed('POST'));
  return router;
}

async function openStream(
  options: SseRouterOptions,
  req: Request,
  res: Response,
): Promise<void> {
  const { sessions, logger } = options;
  const endpoint = await messagesPath(options);
  if (res.destroyed) {
    // The client left meanwhile; its close would never be seen again.
    return;
  }
  const { viewKey, countKey, narrowing } = callerOfRequest(req);
  const full = sessions.fullBecauseOf(countKey);
  if (full) {
    refuseStream(res, full);
    return;
  }
  const transport = new SSEServerTransport(endpoint, res);
  const server = createMcpServer({
    ...options,
    transport: 'http+sse',
    era: 'legacy',
  });
  const session: McpSseSession = {
    id: transport.sessionId,
    viewKey,
    countKey,
    path: options.definition.path,
    narrowing,
    transport,
    close: () => server.close(),
  };
  sessions.add(session);
  keepAlive(res);
  res.on('close', () => sessions.delete(session.id));
  noteClient(transport, res, options.deprecationLog);
  server.onerror = error =>
    logger.debug(`HTTP+SSE: ${toLoggableLine(error.message, MAX_LOG_LENGTH)}`);
  res.set({
    Deprecation: DEPRECATED_SINCE,
    'X-Accel-Buffering': 'no',
  });
  await server.connect(transport);
}

function refuseStream(res: Response, full: 'all' | 'principal'): void {
  res.set('Retry-After', '30');
  sendJsonRpcError(res, {
    status: full === 'all' ? 503 : 429,
    code: 'refused',
    message: `${
      full === 'all' ? 'Too many' : 'Too many of your'
    } HTTP+SSE sessions are open. Streamable HTTP needs none: use the same URL without /sse`,
  });
}

/** The path as clients see it: they refuse an endpoint of another origin. */
async function messagesPath(options: SseRouterOptions): Promise<string> {
  const { discovery, definition } = options;
  const baseUrl = await discovery.getExternalBaseUrl('mcp-actions');
  return `${new URL(baseUrl).pathname}${definition.path}/sse/messages`;
}

/**
 * By its name at `initialize`, else as unnamed: with its first message, or when
 * its stream closes without one. The server puts its own handler behind this one
 * when it connects.
 */
function noteClient(
  transport: SSEServerTransport,
  res: Response,
  deprecationLog: SseDeprecationLog,
): void {
  let isNoted = false;
  const note = (name?: string) => {
    isNoted = true;
    deprecationLog.note(name);
  };
  transport.onmessage = message => {
    if (isInitializeRequest(message)) {
      note(message.params.clientInfo.name);
    } else if (!isNoted) {
      note();
    }
  };
  res.once('close', () => isNoted || note());
}
