import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { AuthInfo } from '@modelcontextprotocol/server';

/** Who sent a message, and the HTTP request that carried it. */
export interface Caller {
  readonly credentials: BackstageCredentials;
  readonly request?: unknown;
}

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
