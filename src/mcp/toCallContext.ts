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

/** What the core needs to know about a message: its caller, and which protocol the caller speaks. */
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

/** Trace context that the client put in the message is closer than that of the headers (SEP-414). */
function traceCarrierOf(
  meta: Record<string, unknown>,
  headers: CallContext['traceCarrier'],
): Record<string, string> {
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
