import {
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { CallContext, ProtocolContext } from '../tools/types';
import { callerOf } from './caller';

export interface ToCallContextOptions extends Pick<
  ProtocolContext,
  'transport' | 'era'
> {
  server: Server;
  serverKey: string;
}

/** What the core is told of a message: its caller, and how the caller speaks. */
export function toCallContext(
  message: ServerContext,
  options: ToCallContextOptions,
): CallContext {
  const { server, serverKey, transport, era } = options;
  const { credentials, request } = callerOf(message.http?.authInfo);
  const client = server.getClientVersion();
  return {
    credentials,
    request,
    signal: message.mcpReq.signal,
    serverKey,
    protocol: {
      transport,
      era,
      version: server.getNegotiatedProtocolVersion() ?? versionHeader(message),
      clientName: client?.name,
      clientVersion: client?.version,
    },
  };
}

/**
 * Before 2026-07-28, revision and client are told at `initialize` only; a
 * stateless server has just this header to go by.
 */
function versionHeader(message: ServerContext): string {
  return (
    message.http?.req?.headers.get('mcp-protocol-version') ??
    DEFAULT_NEGOTIATED_PROTOCOL_VERSION
  );
}
