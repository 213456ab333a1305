import {
  BAGGAGE_META_KEY,
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  type Server,
  type ServerContext,
  TRACEPARENT_META_KEY,
  TRACESTATE_META_KEY,
} from '@modelcontextprotocol/server';
import type { CallContext, ProtocolContext } from '../tools/types';
import { callerOf } from './caller';

const TRACE_META_KEYS = [
  TRACEPARENT_META_KEY,
  TRACESTATE_META_KEY,
  BAGGAGE_META_KEY,
];

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
  const caller = callerOf(message.http?.authInfo);
  const client = server.getClientVersion();
  return {
    ...caller,
    traceCarrier: traceCarrierOf(message, caller.traceCarrier),
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

/** Trace context that the client put in the message is closer than that of the headers (SEP-414). */
function traceCarrierOf(
  { mcpReq }: ServerContext,
  headers: CallContext['traceCarrier'],
): Record<string, string> {
  const meta: Record<string, unknown> = mcpReq._meta ?? {};
  const told = Object.fromEntries(
    TRACE_META_KEYS.flatMap(key => {
      const value = meta[key];
      return typeof value === 'string' ? [[key, value]] : [];
    }),
  );
  const { traceparent, tracestate, ...others } = headers;
  // The two belong together: a parent of one and the state of the other is none.
  return TRACEPARENT_META_KEY in told
    ? { ...others, ...told }
    : { ...headers, ...told };
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
