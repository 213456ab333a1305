import type { LoggerService } from '@backstage/backend-plugin-api';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { Request, RequestHandler } from 'express';
import type { ServerDefinition } from '../config/types';
import { createMcpServer } from '../mcp/createMcpServer';
import { DirectServer } from '../mcp/DirectServer';
import { toDirectRequest } from '../mcp/toDirectRequest';
import { toPlainLine } from '../tools/plainText';
import type { ToolService } from '../tools/types';
import { answerDirectly } from './answerDirectly';
import { SharedGzip } from './SharedGzip';

const ACCEPT = 'application/json, text/event-stream';
/** Longest reason in the log; it may repeat what the client sent. */
const MAX_LOG_LENGTH = 1_024;

export interface StreamableHandlerOptions {
  definition: ServerDefinition;
  tools: ToolService;
  logger: LoggerService;
  /** Whether the usual requests are answered without the SDK's HTTP layer. */
  directAnswers: boolean;
}

export interface StreamableHandler {
  handle: RequestHandler;
  /** Ends what is still open. */
  close(): Promise<void>;
}

/**
 * Streamable HTTP, every revision from 2025-03-26 to 2026-07-28 on one path. The
 * usual requests are answered directly. Any other gets a fresh server of the SDK,
 * which answers what the specification of its era refuses. Nothing is kept
 * between requests, so that any replica can answer any of them.
 */
export function createStreamableHandler(
  options: StreamableHandlerOptions,
): StreamableHandler {
  const { definition, tools, logger } = options;
  const onerror = (error: Error) =>
    logger.debug(
      `MCP request refused: ${toPlainLine(error.message, MAX_LOG_LENGTH)}`,
    );
  const handler = createMcpHandler(
    ({ era }) =>
      createMcpServer({
        definition,
        tools,
        logger,
        transport: 'streamable-http',
        era,
      }),
    // A stream keeps a long call alive; a single JSON object would be silent.
    { onerror, responseMode: 'sse' },
  );
  const serve = toNodeHandler(handler, { onerror });
  const direct = options.directAnswers
    ? { server: DirectServer.create(options), gzip: SharedGzip.create() }
    : undefined;
  return {
    handle: (req, res) => {
      acceptAnything(req);
      const request =
        direct && req.headers.accept === ACCEPT
          ? toDirectRequest(req.body, req.headers)
          : undefined;
      return direct && request
        ? answerDirectly(direct, request, { req, res })
        : serve(req, res, req.body);
    },
    close: () => handler.close(),
  };
}

/**
 * A client that takes anything takes what MCP answers with, but the SDK wants
 * both media types by name (RFC 9110 §12.5.1: no header means anything).
 */
function acceptAnything(req: Request): void {
  const { accept } = req.headers;
  if (
    accept !== ACCEPT &&
    req.accepts('application/json') &&
    req.accepts('text/event-stream')
  ) {
    req.headers.accept = ACCEPT;
  }
}
