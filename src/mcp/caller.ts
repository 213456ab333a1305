import type { AuthInfo } from '@modelcontextprotocol/server';
import type { CallContext } from '../tools/types';

/** Who sent a message, and what the HTTP request that carried it asks for. */
export interface Caller extends Pick<
  CallContext,
  | 'credentials'
  | 'viewKey'
  | 'countKey'
  | 'request'
  | 'narrowing'
  | 'traceCarrier'
> {}

/**
 * The caller in the shape that the MCP SDKs carry from the HTTP request to the
 * handler. The token stays out: handlers act with the credentials.
 */
export function toAuthInfo(caller: Caller): AuthInfo {
  return { token: '', clientId: '', scopes: [], extra: { caller } };
}

/** The other half of {@link toAuthInfo}. */
export function callerOf(authInfo: AuthInfo | undefined): Caller {
  const caller = authInfo?.extra?.caller;
  if (!caller) {
    throw new Error('The message reached MCP without an authenticated caller');
  }
  return caller as Caller;
}
