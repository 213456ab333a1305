import { mockCredentials } from '@backstage/backend-test-utils';
import type { CallContext } from '../tools/types';

/** The context of a message that asks for nothing special. */
export function callContext(given: Partial<CallContext> = {}): CallContext {
  return {
    credentials: mockCredentials.user(),
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
