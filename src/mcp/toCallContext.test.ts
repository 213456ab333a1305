import { mockCredentials } from '@backstage/backend-test-utils';
import type { Server, ServerContext } from '@modelcontextprotocol/server';
import { callContext } from '../__testUtils__/callContext';
import { type Caller, toAuthInfo } from './caller';
import { toCallContext } from './toCallContext';

const { narrowing } = callContext();
const jane: Caller = {
  credentials: mockCredentials.user('user:default/jane'),
  request: 'the request',
  narrowing,
  traceCarrier: {},
};

interface Message {
  caller?: Caller;
  meta?: Record<string, unknown>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

function messageOf({ caller = jane, meta, headers, signal }: Message = {}) {
  return {
    mcpReq: { signal: signal ?? new AbortController().signal, _meta: meta },
    http: {
      authInfo: toAuthInfo(caller),
      req: new Request('https://example.com/v1', { headers }),
    },
  } as Partial<ServerContext> as ServerContext;
}

/** A server that was told, at `initialize` or in the message, who speaks. */
function serverOf(
  version?: string,
  client?: { name: string; version: string },
) {
  return {
    getNegotiatedProtocolVersion: () => version,
    getClientVersion: () => client,
  } as Partial<Server> as Server;
}

function contextOf(message?: Message, server: Server = serverOf()) {
  return toCallContext(messageOf(message), {
    server,
    serverKey: 'catalog',
    transport: 'streamable-http',
    era: 'legacy',
  });
}

describe('toCallContext', () => {
  it('carries the caller of the message', () => {
    expect(contextOf()).toMatchObject({
      credentials: jane.credentials,
      request: 'the request',
      narrowing,
    });
  });

  it('throws when nobody was authenticated', () => {
    const message = { ...messageOf(), http: undefined };

    expect(() =>
      toCallContext(message, {
        server: serverOf(),
        serverKey: 'catalog',
        transport: 'streamable-http',
        era: 'legacy',
      }),
    ).toThrow('The message reached MCP without an authenticated caller');
  });

  it('says which server was addressed, and how', () => {
    expect(contextOf()).toMatchObject({
      serverKey: 'catalog',
      protocol: { transport: 'streamable-http', era: 'legacy' },
    });
  });

  it('aborts when the message is cancelled', () => {
    const { signal } = new AbortController();

    expect(contextOf({ signal }).signal).toBe(signal);
  });

  describe('protocol', () => {
    it.each([
      {
        from: 'the negotiation',
        negotiated: '2025-06-18',
        headers: { 'MCP-Protocol-Version': '2025-03-26' },
        version: '2025-06-18',
      },
      {
        from: 'the header of a stateless request',
        headers: { 'MCP-Protocol-Version': '2025-06-18' },
        version: '2025-06-18',
      },
      {
        from: 'the default of the specification',
        version: '2025-03-26',
      },
    ])('has its version from $from', ({ negotiated, headers, version }) => {
      const { protocol } = contextOf({ headers }, serverOf(negotiated));

      expect(protocol.version).toBe(version);
    });

    it('names the client', () => {
      const client = { name: 'inspector', version: '1.2.3' };

      expect(contextOf({}, serverOf('2025-11-25', client)).protocol).toEqual({
        transport: 'streamable-http',
        era: 'legacy',
        version: '2025-11-25',
        clientName: 'inspector',
        clientVersion: '1.2.3',
      });
    });

    it('names no client that did not say who it is', () => {
      const { clientName, clientVersion } = contextOf().protocol;

      expect([clientName, clientVersion]).toEqual([undefined, undefined]);
    });
  });

  describe('traceCarrier', () => {
    const fromHeaders = {
      ...jane,
      traceCarrier: { traceparent: 'of the proxy', baggage: 'hop=proxy' },
    };

    it('has what the headers say', () => {
      expect(contextOf({ caller: fromHeaders }).traceCarrier).toEqual({
        traceparent: 'of the proxy',
        baggage: 'hop=proxy',
      });
    });

    it('prefers what the message says', () => {
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
    ])('takes nothing from $meta', ({ meta }) => {
      expect(contextOf({ meta }).traceCarrier).toEqual({});
    });
  });
});
