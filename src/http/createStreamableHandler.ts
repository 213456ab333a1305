import type { LoggerService } from '@backstage/backend-plugin-api';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { Request, RequestHandler } from 'express';
import type { ServerDefinition } from '../config/types';
import { createMcpServer } from '../mcp/createMcpServer';
import type { ToolService } from '../tools/types';

export interface StreamableHandlerOptions {
  definition: ServerDefinition;
  tools: ToolService;
  logger: LoggerService;
}

export interface StreamableHandler {
  handle: RequestHandler;
  /** Ends what is still open. */
  close(): Promise<void>;
}

/**
 * Streamable HTTP, every revision from 2025-03-26 to 2026-07-28 on one path.
 * Each request gets a fresh server, so that any replica can answer any request;
 * the SDK decides the era and answers what that era's specification refuses.
 */
export function createStreamableHandler(
  options: StreamableHandlerOptions,
): StreamableHandler {
  const { definition, tools, logger } = options;
  const onerror = (error: Error) =>
    logger.debug(`MCP request refused: ${error.message}`);
  const handler = createMcpHandler(
    ({ era }) =>
      createMcpServer({
        definition,
        tools,
        logger,
        transport: 'streamable-http',
        era,
      }),
    { onerror },
  );
  const serve = toNodeHandler(handler, { onerror });
  return {
    handle: (req, res) => {
      acceptAnything(req);
      return serve(req, res, req.body);
    },
    close: () => handler.close(),
  };
}

/**
 * A client that takes anything takes what MCP answers with, but the SDK wants
 * both media types by name (RFC 9110 §12.5.1: no header means anything).
 */
function acceptAnything(req: Request): void {
  if (req.accepts('application/json') && req.accepts('text/event-stream')) {
    req.headers.accept = 'application/json, text/event-stream';
  }
}
