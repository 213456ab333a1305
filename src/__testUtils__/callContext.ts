import { mockCredentials } from '@backstage/backend-test-utils';
import { countKeyOf, viewKeyOf } from '../tools/callerKeys';
import { NO_REQUEST_FILTER } from '../tools/requestFilter';
import type { CallContext } from '../tools/types';

/** The context of an ordinary message. */
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
    requestFilter: NO_REQUEST_FILTER,
    traceCarrier: {},
    ...given,
  };
}
