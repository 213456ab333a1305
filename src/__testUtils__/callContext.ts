import { mockCredentials } from '@backstage/backend-test-utils';
import { countKeyOf, viewKeyOf } from '../tools/callerKeys';
import type { CallContext } from '../tools/types';

/** The context of a message that asks for nothing special. */
export function callContext(given: Partial<CallContext> = {}): CallContext {
  const credentials = given.credentials ?? mockCredentials.user();
  return {
    credentials,
    viewKey: viewKeyOf(credentials),
    countKey: countKeyOf(credentials),
    signal: new AbortController().signal,
    serverKey: 'default',
    protocol: {
      transport: 'streamable-http',
      era: 'legacy',
      version: '2025-11-25',
    },
    narrowing: { readOnly: false, toolsets: [], tools: [], excludedTools: [] },
    traceCarrier: {},
    ...given,
  };
}
