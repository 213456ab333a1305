import { mockCredentials } from '@backstage/backend-test-utils';
import { callContext } from '../__testUtils__/callContext';
import type { ToolServer } from '../tools/types';
import type { Caller } from './caller';
import { toCallContext } from './toCallContext';

const jane: Caller = callContext({
  credentials: mockCredentials.user('user:default/jane'),
  request: 'the request',
});

const CATALOG: ToolServer = {
  key: 'catalog',
  filter: { include: [{ id: 'catalog:*' }], exclude: [] },
};

const PROTOCOL = {
  transport: 'streamable-http',
  era: 'legacy',
  version: '2025-11-25',
} as const;

interface Message {
  caller?: Caller;
  meta?: Record<string, unknown>;
  signal?: AbortSignal;
}

function contextOf({ caller = jane, meta, signal }: Message = {}) {
  return toCallContext({
    caller,
    meta,
    signal: signal ?? new AbortController().signal,
    server: CATALOG,
    protocol: PROTOCOL,
  });
}

describe('toCallContext', () => {
  it('carries the caller of the message', () => {
    expect(contextOf()).toMatchObject({
      credentials: jane.credentials,
      request: 'the request',
      requestFilter: jane.requestFilter,
    });
  });

  it('contains the addressed server and the protocol', () => {
    expect(contextOf()).toMatchObject({
      server: CATALOG,
      protocol: PROTOCOL,
    });
  });

  it('aborts when the message is cancelled', () => {
    const { signal } = new AbortController();

    expect(contextOf({ signal }).signal).toBe(signal);
  });

  describe('traceCarrier', () => {
    const fromHeaders = {
      ...jane,
      traceCarrier: { traceparent: 'of the proxy', baggage: 'hop=proxy' },
    };

    it('comes from the headers', () => {
      expect(contextOf({ caller: fromHeaders }).traceCarrier).toEqual({
        traceparent: 'of the proxy',
        baggage: 'hop=proxy',
      });
    });

    it('prefers the message', () => {
      const meta = {
        traceparent: 'of the client',
        tracestate: 'acme=1',
        baggage: 'hop=client',
      };

      expect(contextOf({ caller: fromHeaders, meta }).traceCarrier).toEqual({
        traceparent: 'of the client',
        tracestate: 'acme=1',
        baggage: 'hop=client',
      });
    });

    it.each([
      { meta: { progressToken: 7 } },
      { meta: { traceparent: 42 } },
      { meta: { baggage: ['hop=client'] } },
      { meta: { tracestate: null } },
    ])('ignores $meta', ({ meta }) => {
      expect(contextOf({ meta }).traceCarrier).toEqual({});
    });
  });
});
