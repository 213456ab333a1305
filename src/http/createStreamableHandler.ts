import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  type JSONRPCRequest,
  PROTOCOL_VERSION_META_KEY,
} from '@modelcontextprotocol/server';
import type { Request, RequestHandler } from 'express';
import type { ServerDefinition } from '../config/types';
import { createMcpServer } from '../mcp/createMcpServer';
import { readMessage } from '../mcp/readMessage';
import { refuseParams } from '../mcp/refuseParams';
import { MODERN_VERSION } from '../mcp/modernVersion';
import type { ObservedTools } from '../mcp/ObservedTools';
import { toLoggableLine } from '../text/loggableText';
import { createFastHandler } from './direct/createFastHandler';
import { sendJsonRpcError } from './jsonRpcError';

const ACCEPT = 'application/json, text/event-stream';
/** Longest reason in the log; it may repeat what the client sent. */
const MAX_LOG_LENGTH = 1_024;

export interface StreamableHandlerOptions extends ObservedTools {
  definition: ServerDefinition;
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
  const { logger } = options;
  const onerror = (error: Error) =>
    logger.debug(
      `MCP request refused: ${toLoggableLine(error.message, MAX_LOG_LENGTH)}`,
    );
  const handler = createMcpHandler(
    ({ era }) =>
      createMcpServer({ ...options, transport: 'streamable-http', era }),
    // A stream keeps a long call alive; a single JSON object would be silent.
    { onerror, responseMode: 'sse' },
  );
  const serve = toNodeHandler(handler, { onerror });
  const answerFast = options.directAnswers
    ? createFastHandler(options)
    : undefined;
  return {
    handle: (req, res) => {
      const read = readMessage(req.body);
      if (read.refusal !== undefined) {
        sendJsonRpcError(res, {
          status: 400,
          code: 'invalidRequest',
          message: `Invalid Request: ${read.refusal}`,
        });
        return undefined;
      }
      const { body } = read;
      acceptAnything(req);
      negotiateUnknown(req, body);
      if (req.headers.accept !== ACCEPT) {
        return serve(req, res, body);
      }
      const answering = answerFast?.(body, { req, res });
      if (answering) {
        return answering;
      }
      const refusal = refuseParams(body);
      return refusal ? res.json(refusal) : serve(req, res, body);
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

/**
 * The header belongs to the requests after `initialize`, whose answer names the
 * revision to use (MCP 2025-11-25, Lifecycle, Version Negotiation). The SDK would
 * refuse a revision that is newer than all it knows.
 */
function negotiateUnknown(req: Request, body: unknown): void {
  const version = req.headers['mcp-protocol-version'];
  if (version !== MODERN_VERSION && isHandshake(body)) {
    delete req.headers['mcp-protocol-version'];
  }
}

/** `initialize` as before 2026-07-28, whose requests name their revision themselves. */
function isHandshake(body: unknown): boolean {
  const { method, params } = (body ?? {}) as Partial<JSONRPCRequest>;
  return (
    method === 'initialize' &&
    params?._meta?.[PROTOCOL_VERSION_META_KEY] === undefined
  );
}
