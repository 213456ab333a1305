import type { AuthInfo } from '@modelcontextprotocol/server';
import type { CallContext } from '../tools/types';

/** Who sent a message, and what its HTTP request asks for. */
export interface Caller extends Pick<
  CallContext,
  | 'credentials'
  | 'viewKey'
  | 'countKey'
  | 'request'
  | 'requestFilter'
  | 'traceCarrier'
> {}

/**
 * Wraps the caller in the type that the MCP SDK passes from the HTTP request to
 * the handler. Without the token: handlers use the credentials.
 */
export function toAuthInfo(caller: Caller): AuthInfo {
  return { token: '', clientId: '', scopes: [], extra: { caller } };
}

/** The inverse of {@link toAuthInfo}. */
export function callerOf(authInfo: AuthInfo | undefined): Caller {
  const caller = authInfo?.extra?.caller;
  if (!caller) {
    throw new Error('The message reached MCP without an authenticated caller');
  }
  return caller as Caller;
}
