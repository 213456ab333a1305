import type { DiscoveryService } from '@backstage/backend-plugin-api';
import { isInitializeRequest } from '@modelcontextprotocol/server';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ServerDefinition } from '../../config/types';
import { createMcpServer } from '../../mcp/createMcpServer';
import type { ObservedTools } from '../../mcp/ObservedTools';
import { toLoggableLine } from '../../text/loggableText';
import type { RequestFilter } from '../../tools/requestFilter';
import { callerOfRequest } from '../guards/callerOfRequest';
import { keepAlive } from '../eventStream';
import { sendJsonRpcError } from '../jsonRpcError';
import { methodNotAllowed } from '../methodNotAllowed';
import { receiveSseMessage } from './receiveSseMessage';
import { requireTextInQuery } from '../guards/requireTextInQuery';
import type { SseDeprecationLog } from './SseDeprecationLog';
import type { SseSession, SseSessions } from './SseSessions';
import type { UnreadAnswers } from '../UnreadAnswers';

/**
 * The date of 2025-03-26, the revision that replaced this transport, in the
 * format of RFC 9745 §2.1.
 */
const DEPRECATED_SINCE = '@1742947200';
/**
 * The maximum length of a logged reason, which may repeat what the client sent.
 */
const MAX_LOG_LENGTH = 1_024;

/** A session that receives messages. */
export interface McpSseSession extends SseSession {
  readonly transport: SSEServerTransport;
  /** The filter of the request that opened the stream. */
  readonly requestFilter: RequestFilter;
}

export interface SseRouterOptions extends ObservedTools {
  definition: ServerDefinition;
  sessions: SseSessions<McpSseSession>;
  deprecationLog: SseDeprecationLog;
  unread: UnreadAnswers;
  discovery: DiscoveryService;
}

/**
 * The deprecated HTTP+SSE transport of 2024-11-05: messages are posted
 * separately, and a stream carries the responses. A stream belongs to the
 * principal and the server that opened it. No message gets more tools than the
 * request that opened the stream allows. Each message uses its own credentials,
 * since those of the stream may have expired.
 */
export function createSseRouter(options: SseRouterOptions): Router {
  const router = PromiseRouter();
  // Otherwise Express would handle it like GET, with a stream that sends
  // nothing.
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
    // The client has left meanwhile: there will be no close event.
    return;
  }
  const { viewKey, countKey, requestFilter } = callerOfRequest(req);
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
    requestFilter,
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

/** The path as clients reach it. They refuse an endpoint on another origin. */
async function messagesPath(options: SseRouterOptions): Promise<string> {
  const { discovery, definition } = options;
  const baseUrl = await discovery.getExternalBaseUrl('mcp-actions');
  return `${new URL(baseUrl).pathname}${definition.path}/sse/messages`;
}

/**
 * Logs the client by its name at `initialize`. Logs it as unnamed when it sends
 * another message first, or closes the stream without one. The server chains
 * its own handler after this one when it connects.
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
