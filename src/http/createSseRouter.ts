import type {
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Server } from '@modelcontextprotocol/server';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ServerDefinition } from '../config/types';
import { callerOf } from '../mcp/caller';
import { createMcpServer } from '../mcp/createMcpServer';
import { readMessage } from '../mcp/readMessage';
import { refuseParams } from '../mcp/refuseParams';
import { principalKey } from '../tools/principalKey';
import type { ToolService } from '../tools/types';
import { keepAlive } from './eventStream';
import { sendJsonRpcError } from './jsonRpcError';
import { methodNotAllowed } from './methodNotAllowed';
import type { AuthenticatedRequest } from './requireCredentials';
import type { SseClients } from './SseClients';
import type { SseSession, SseSessions } from './SseSessions';

/** 2025-03-26, the revision that replaced this transport, as RFC 9745 §2.1 writes a date. */
const DEPRECATED_SINCE = '@1742947200';

/** A session that takes messages. */
export interface McpSseSession extends SseSession {
  readonly transport: SSEServerTransport;
}

export interface SseRouterOptions {
  definition: ServerDefinition;
  tools: ToolService;
  logger: LoggerService;
  sessions: SseSessions<McpSseSession>;
  clients: SseClients;
  discovery: DiscoveryService;
}

/**
 * The HTTP+SSE transport of 2024-11-05, deprecated: a stream that answers
 * messages which are posted beside it. A stream belongs to the principal that
 * opened it; each message acts with its own credentials, since those of the
 * stream may have expired.
 */
export function createSseRouter(options: SseRouterOptions): Router {
  const router = PromiseRouter();
  router.get('/', (req, res) => openStream(options, req, res));
  router.all('/', methodNotAllowed('GET'));
  router.post('/messages', (req, res) => receiveMessage(options, req, res));
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
  const principal = principalOf(req);
  const full = sessions.fullBecauseOf(principal);
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
    principal,
    transport,
    close: () => server.close(),
  };
  sessions.add(session);
  keepAlive(res);
  res.on('close', () => sessions.delete(session.id));
  noteClient(server, options.clients);
  server.onerror = error => logger.debug(`HTTP+SSE: ${error.message}`);
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

function noteClient(server: Server, clients: SseClients): void {
  server.oninitialized = () => clients.note(server.getClientVersion()?.name);
}

async function receiveMessage(
  { sessions }: SseRouterOptions,
  req: Request,
  res: Response,
): Promise<void> {
  const session = sessions.find(String(req.query.sessionId), principalOf(req));
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
          authInfo: (req as AuthenticatedRequest).auth,
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

function principalOf(req: Request): string {
  return principalKey(callerOf((req as AuthenticatedRequest).auth).credentials);
}
