import { mockCredentials } from '@backstage/backend-test-utils';
import { countKeyOf, viewKeyOf } from '../tools/callerKeys';
import { NO_NARROWING } from '../tools/narrowing';
import type { CallContext } from '../tools/types';

/** The context of a message that asks for nothing special. */
export function callContext(given: Partial<CallContext> = {}): CallContext {
  const credentials = given.credentials ?? mockCredentials.user();
  return {
    credentials,
    viewKey: viewKeyOf(credentials),
    countKey: countKeyOf(credentials),
    signal: new AbortController().signal,
    server: { key: 'default', filter: { include: [], exclude: [] } },
    protocol: {
      transport: 'streamable-http',
      era: 'legacy',
      version: '2025-11-25',
    },
    narrowing: NO_NARROWING,
    traceCarrier: {},
    ...given,
  };
}
