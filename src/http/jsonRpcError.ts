import type { Response } from 'express';

/** JSON-RPC 2.0 error codes of the HTTP layer. */
export const JSON_RPC_ERRORS = {
  parseError: -32700,
  invalidRequest: -32600,
  internalError: -32603,
  /** The code that both MCP SDKs use for refusals of the transport. */
  refused: -32000,
} as const;

export interface JsonRpcErrorOptions {
  /** HTTP status. */
  status: number;
  code: keyof typeof JSON_RPC_ERRORS;
  message: string;
  headers?: Readonly<Record<string, string>>;
}

/**
 * Sends an error without an id, since the request never became a JSON-RPC
 * message.
 */
export function sendJsonRpcError(
  res: Response,
  options: JsonRpcErrorOptions,
): void {
  res.set(options.headers ?? {});
  res.status(options.status).json({
    jsonrpc: '2.0',
    error: { code: JSON_RPC_ERRORS[options.code], message: options.message },
    id: null,
  });
}
