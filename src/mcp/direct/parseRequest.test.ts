import type { JsonObject, JsonValue } from '@backstage/types';
import fc from 'fast-check';
import { parseRequest } from './parseRequest';

const MODERN = '2026-07-28';
const LEGACY = '2025-11-25';
const CLIENT = { name: 'acme-cli', version: '1.2.3' };
const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': MODERN,
  'io.modelcontextprotocol/clientInfo': CLIENT,
  'io.modelcontextprotocol/clientCapabilities': {},
};

type Headers = Record<string, string>;

function message(method: string, params?: JsonValue, more: JsonObject = {}) {
  return {
    jsonrpc: '2.0',
    id: 1,
    method,
    ...(params !== undefined && { params }),
    ...more,
  };
}

/** An `initialize` of 2025-11-25, with these parameters changed. */
function initialize(params: JsonObject = {}) {
  return message('initialize', {
    protocolVersion: LEGACY,
    capabilities: {},
    clientInfo: CLIENT,
    ...params,
  });
}

function admitLegacy(body: unknown, headers: Headers = {}) {
  return parseRequest(body, { 'mcp-protocol-version': LEGACY, ...headers });
}

/** A request of 2026-07-28 in perfect order, but for what is given. */
function admitModern(
  method: string,
  params: JsonObject = {},
  headers: Record<string, string | undefined> = {},
) {
  return parseRequest(message(method, { _meta: ENVELOPE, ...params }), {
    'mcp-protocol-version': MODERN,
    'mcp-method': method,
    ...(typeof params.name === 'string' && { 'mcp-name': params.name }),
    ...headers,
  });
}

describe('parseRequest, before 2026-07-28', () => {
  it.each<{ method: string; params?: JsonObject }>([
    { method: 'tools/list' },
    { method: 'tools/list', params: {} },
    { method: 'tools/list', params: { _meta: {} } },
    { method: 'tools/list', params: { _meta: { 'acme/note': [1] } } },
    { method: 'tools/call', params: { name: 'greet' } },
    { method: 'tools/call', params: { name: '' } },
    { method: 'tools/call', params: { name: 'greet', arguments: {} } },
    { method: 'tools/call', params: { name: 'greet', arguments: { a: [] } } },
  ])('admits $method with $params', ({ method, params }) => {
    expect(admitLegacy(message(method, params))).toEqual({
      id: 1,
      method,
      params: params ?? {},
      era: 'legacy',
      version: '2025-11-25',
    });
  });

  it('takes no client from the envelope, which nothing checks', () => {
    const _meta = { 'io.modelcontextprotocol/clientInfo': { name: 5 } };

    expect(admitLegacy(message('tools/list', { _meta }))).not.toHaveProperty(
      'client',
    );
  });

  it.each([0, -3, 'a', ''])('keeps the id %p', id => {
    expect(admitLegacy(message('tools/list', {}, { id }))?.id).toBe(id);
  });

  it.each([
    '2025-11-25',
    '2025-06-18',
    '2025-03-26',
    '2024-11-05',
    '2024-10-07',
  ])('admits a request with the header of %s', version => {
    const request = parseRequest(message('tools/list'), {
      'mcp-protocol-version': version,
    });

    expect(request).toMatchObject({ era: 'legacy', version });
  });

  // MCP 2025-06-18, Streamable HTTP, protocol version header.
  it('takes a request without the header for one of 2025-03-26', () => {
    expect(parseRequest(message('tools/list'), {})?.version).toBe('2025-03-26');
  });

  it.each(['1999-01-01', '2025-11-24', '', 'latest', MODERN, '2027-01-01'])(
    'leaves a request with the header %p to the SDK',
    version => {
      const headers = { 'mcp-protocol-version': version };

      expect(admitLegacy(message('tools/list'), headers)).toBeUndefined();
    },
  );

  it.each(['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'])(
    'admits initialize that asks for %s',
    protocolVersion => {
      expect(parseRequest(initialize({ protocolVersion }), {})).toEqual({
        id: 1,
        method: 'initialize',
        params: { protocolVersion, capabilities: {}, clientInfo: CLIENT },
        era: 'legacy',
        version: protocolVersion,
      });
    },
  );

  it('answers initialize in the revision it asks for, not in that of the header', () => {
    const headers = { 'mcp-protocol-version': '2025-06-18' };

    expect(parseRequest(initialize(), headers)?.version).toBe('2025-11-25');
  });

  it.each<JsonObject>([
    { protocolVersion: MODERN },
    { protocolVersion: '1999-01-01' },
    { protocolVersion: 20251125 },
    { capabilities: null },
    { clientInfo: { name: 'acme-cli' } },
    { clientInfo: null },
    { 'acme/more': true },
  ])('leaves initialize with %j to the SDK', params => {
    expect(parseRequest(initialize(params), {})).toBeUndefined();
  });

  it('leaves initialize with a header of 2026-07-28 to the SDK', () => {
    const headers = { 'mcp-protocol-version': MODERN };

    expect(parseRequest(initialize(), headers)).toBeUndefined();
  });

  it.each<{ method: string; params?: JsonValue }>([
    { method: 'ping' },
    { method: 'logging/setLevel', params: { level: 'info' } },
    { method: 'resources/list' },
    { method: 'subscriptions/listen' },
    { method: 'Tools/list' },
    { method: '' },
    { method: 'toString' },
    { method: '__proto__' },
    { method: 'initialize' },
    { method: 'server/discover' },
    { method: 'server/discover', params: {} },
    { method: 'tools/list', params: { cursor: 'a' } },
    { method: 'tools/list', params: { cursor: '' } },
    { method: 'tools/list', params: { name: 'greet' } },
    { method: 'tools/list', params: [] },
    { method: 'tools/list', params: null },
    { method: 'tools/list', params: { _meta: null } },
    { method: 'tools/list', params: { _meta: [] } },
    { method: 'tools/list', params: { _meta: 'a' } },
    { method: 'tools/call' },
    { method: 'tools/call', params: {} },
    { method: 'tools/call', params: { name: 1 } },
    { method: 'tools/call', params: { name: null } },
    { method: 'tools/call', params: { name: 'greet', arguments: null } },
    { method: 'tools/call', params: { name: 'greet', arguments: [] } },
    { method: 'tools/call', params: { name: 'greet', arguments: 'a' } },
    { method: 'tools/call', params: { name: 'greet', task: {} } },
    { method: 'tools/call', params: { name: 'greet', inputResponses: {} } },
    { method: 'tools/call', params: { name: 'greet', requestState: 'a' } },
  ])('leaves $method with $params to the SDK', ({ method, params }) => {
    expect(admitLegacy(message(method, params))).toBeUndefined();
  });

  it.each<{ kind: string; body: unknown }>([
    { kind: 'nothing', body: undefined },
    { kind: 'null', body: null },
    { kind: 'a string', body: 'tools/list' },
    { kind: 'an empty object', body: {} },
    { kind: 'an empty batch', body: [] },
    { kind: 'a batch of one', body: [message('tools/list')] },
    {
      kind: 'a notification',
      body: { jsonrpc: '2.0', method: 'tools/list' },
    },
    { kind: 'a result', body: { jsonrpc: '2.0', id: 1, result: {} } },
    {
      kind: 'an error',
      body: { jsonrpc: '2.0', id: 1, error: { code: 1, message: 'a' } },
    },
    {
      kind: 'a request of another JSON-RPC',
      body: message('tools/list', {}, { jsonrpc: '1.0' }),
    },
    {
      kind: 'a request whose id is null',
      body: message('tools/list', {}, { id: null }),
    },
    {
      kind: 'a request whose id is a fraction',
      body: message('tools/list', {}, { id: 1.5 }),
    },
    {
      kind: 'a request with a member that JSON-RPC does not have',
      body: message('tools/list', {}, { result: {} }),
    },
  ])('leaves $kind to the SDK', ({ body }) => {
    expect(admitLegacy(body)).toBeUndefined();
  });
});

describe('parseRequest, of 2026-07-28', () => {
  it.each<{ method: string; params: JsonObject }>([
    { method: 'server/discover', params: {} },
    { method: 'tools/list', params: {} },
    { method: 'tools/call', params: { name: 'greet' } },
    { method: 'tools/call', params: { name: 'greet', arguments: { a: 1 } } },
  ])('admits $method with $params', ({ method, params }) => {
    expect(admitModern(method, params)).toEqual({
      id: 1,
      method,
      params: { ...params, _meta: ENVELOPE },
      era: 'modern',
      version: '2026-07-28',
      client: { name: 'acme-cli', version: '1.2.3' },
    });
  });

  it.each<{ says: string; headers: Record<string, string | undefined> }>([
    { says: 'no revision', headers: { 'mcp-protocol-version': undefined } },
    { says: 'another revision', headers: { 'mcp-protocol-version': LEGACY } },
    { says: 'no method', headers: { 'mcp-method': undefined } },
    { says: 'another method', headers: { 'mcp-method': 'tools/list' } },
    { says: 'the method in capitals', headers: { 'mcp-method': 'TOOLS/CALL' } },
    { says: 'no name', headers: { 'mcp-name': undefined } },
    { says: 'another name', headers: { 'mcp-name': 'wave' } },
    { says: 'the name in capitals', headers: { 'mcp-name': 'GREET' } },
    {
      says: 'the name encoded',
      headers: { 'mcp-name': '=?base64?Z3JlZXQ=?=' },
    },
  ])('leaves a call whose headers say $says to the SDK', ({ headers }) => {
    const params = { name: 'greet' };

    expect(admitModern('tools/call', params)).toBeDefined();
    expect(admitModern('tools/call', params, headers)).toBeUndefined();
  });

  it('needs no name in the headers of a list', () => {
    const headers = { 'mcp-name': 'greet' };

    expect(admitModern('tools/list')).toBeDefined();
    expect(admitModern('tools/list', {}, headers)).toBeDefined();
  });

  it.each<{ method: string; params: JsonObject }>([
    { method: 'ping', params: {} },
    { method: 'subscriptions/listen', params: {} },
    { method: 'resources/list', params: {} },
    { method: 'initialize', params: {} },
    {
      method: 'initialize',
      params: {
        protocolVersion: LEGACY,
        capabilities: {},
        clientInfo: CLIENT,
      },
    },
    { method: 'server/discover', params: { name: 'greet' } },
    { method: 'tools/list', params: { cursor: 'a' } },
    { method: 'tools/call', params: {} },
    { method: 'tools/call', params: { name: 1 } },
    // The SDK reads this name in a header as one that is encoded.
    { method: 'tools/call', params: { name: '=?base64?Z3JlZXQ=?=' } },
    { method: 'tools/call', params: { name: 'greet', arguments: 1 } },
    { method: 'tools/call', params: { name: 'greet', arguments: null } },
    { method: 'tools/call', params: { name: 'greet', requestState: 'a' } },
    { method: 'tools/call', params: { name: 'greet', inputResponses: {} } },
  ])('leaves $method with $params to the SDK', ({ method, params }) => {
    expect(admitModern(method, params)).toBeUndefined();
  });

  it.each([LEGACY, '2027-01-01', 'zzz', ''])(
    'leaves an envelope of the revision %p to the SDK',
    version => {
      const key = 'io.modelcontextprotocol/protocolVersion';
      const params = { _meta: { ...ENVELOPE, [key]: version } };
      const headers = { 'mcp-protocol-version': version };

      expect(admitModern('tools/list', params, headers)).toBeUndefined();
    },
  );

  it.each<{ says: string; changes: JsonObject }>([
    {
      says: 'a revision that is no text',
      changes: { 'io.modelcontextprotocol/protocolVersion': 20260728 },
    },
    {
      says: 'another revision than the header',
      changes: { 'io.modelcontextprotocol/protocolVersion': LEGACY },
    },
    {
      says: 'a client without a version',
      changes: { 'io.modelcontextprotocol/clientInfo': { name: 'acme-cli' } },
    },
    {
      says: 'capabilities that are none',
      changes: { 'io.modelcontextprotocol/clientCapabilities': 'all' },
    },
  ])('leaves an envelope with $says to the SDK', ({ changes }) => {
    const params = { _meta: { ...ENVELOPE, ...changes } };

    expect(admitModern('tools/list', params)).toBeUndefined();
  });

  it.each(Object.keys(ENVELOPE))(
    'lets a client leave out %s only where the SDK does',
    key => {
      const { [key]: _, ...others } = ENVELOPE as JsonObject;
      const isOptional = key === 'io.modelcontextprotocol/clientInfo';

      expect(admitModern('tools/list', { _meta: others }) !== undefined).toBe(
        isOptional,
      );
    },
  );

  it.each([
    { kind: 'a notification', id: undefined },
    { kind: 'a request whose id is null', id: null },
  ])('leaves $kind to the SDK', ({ id }) => {
    const { id: _, ...body } = message('tools/list', { _meta: ENVELOPE });

    expect(
      parseRequest(id === undefined ? body : { ...body, id }, {
        'mcp-protocol-version': MODERN,
        'mcp-method': 'tools/list',
      }),
    ).toBeUndefined();
  });
});

describe.each([
  {
    when: 'before 2026-07-28',
    admit: (progressToken: JsonValue) =>
      admitLegacy(message('tools/list', { _meta: { progressToken } })),
  },
  {
    when: 'of 2026-07-28',
    admit: (progressToken: JsonValue) =>
      admitModern('tools/list', { _meta: { ...ENVELOPE, progressToken } }),
  },
])('parseRequest, $when', ({ admit }) => {
  it.each([0, 7, 'seven', ''])('keeps the progress token %p', token => {
    expect(admit(token)?.progressToken).toBe(token);
  });

  it.each([null, 1.5, true, {}, [1]])(
    'leaves the progress token %p to the SDK',
    token => {
      expect(admit(token)).toBeUndefined();
    },
  );
});

describe('parseRequest, whatever is sent', () => {
  const headerNames = ['mcp-protocol-version', 'mcp-method', 'mcp-name'];
  const headers = fc.dictionary(fc.constantFrom(...headerNames), fc.string());
  const anyHeaders = fc.oneof(
    headers,
    headers.map(others => ({ ...others, 'mcp-protocol-version': LEGACY })),
    headers.map(others => ({ ...others, 'mcp-protocol-version': MODERN })),
  );
  const methods = ['initialize', 'server/discover', 'tools/list', 'tools/call'];
  const requests = fc
    .tuple(fc.constantFrom(...methods), fc.jsonValue(), fc.jsonValue())
    .map(([method, params, _meta]) =>
      message(
        method,
        params && typeof params === 'object' && !Array.isArray(params)
          ? ({ ...params, _meta } as JsonObject)
          : (params as JsonValue),
      ),
    );

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(requests, fc.jsonValue()),
        anyHeaders,
        (body, sent) => {
          const request = parseRequest(body, sent);

          expect(
            request === undefined || methods.includes(request.method),
          ).toBe(true);
        },
      ),
    );
  });
});
