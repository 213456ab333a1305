import {
  BAGGAGE_META_KEY,
  TRACEPARENT_META_KEY,
  TRACESTATE_META_KEY,
} from '@modelcontextprotocol/server';
import type { CallContext } from '../tools/types';
import type { Caller } from './caller';

const TRACE_META_KEYS = [
  TRACEPARENT_META_KEY,
  TRACESTATE_META_KEY,
  BAGGAGE_META_KEY,
];

export interface ToCallContextOptions extends Pick<
  CallContext,
  'signal' | 'server' | 'protocol'
> {
  caller: Caller;
  /** `_meta` of the message. */
  meta: Record<string, unknown> | undefined;
}

/**
 * Collects what the core needs to know about a message: its caller and the
 * protocol.
 */
export function toCallContext(options: ToCallContextOptions): CallContext {
  const { caller, meta = {}, signal, server, protocol } = options;
  return {
    ...caller,
    signal,
    server,
    protocol,
    traceCarrier: traceCarrierOf(meta, caller.traceCarrier),
  };
}

/**
 * A trace context in the message is closer to the client than the one in the
 * headers (SEP-414).
 */
function traceCarrierOf(
  meta: Record<string, unknown>,
  headers: CallContext['traceCarrier'],
): Record<string, string> {
  const fromMessage = Object.fromEntries(
    TRACE_META_KEYS.flatMap(key => {
      const value = meta[key];
      return typeof value === 'string' ? [[key, value]] : [];
    }),
  );
  const { traceparent, tracestate, ...others } = headers;
  // traceparent and tracestate belong together and must come from the same
  // place.
  return TRACEPARENT_META_KEY in fromMessage
    ? { ...others, ...fromMessage }
    : { ...headers, ...fromMessage };
}
