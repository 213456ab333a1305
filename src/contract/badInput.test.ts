import { mockCredentials } from '@backstage/backend-test-utils';
import { describeWays } from '../__testUtils__/describeWays';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { MODERN_META } from '../__testUtils__/streamableMessages';

const LEGACY_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': '2025-11-25',
};
const GREET = { name: 'greet-user', arguments: { name: 'Ann' } };

interface Sent {
  method?: string;
  /** Sent as it is when a string, otherwise as JSON. */
  body?: unknown;
  headers?: Record<string, string | undefined>;
}

const rpc = (method: string, params?: unknown) => ({
  jsonrpc: '2.0',
  id: 1,
  method,
  params,
});

const modern = (
  method: string,
  params: object,
  headers: object = {},
): Sent => ({
  body: rpc(method, { ...params, _meta: MODERN_META }),
  headers: {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...headers,
  },
});

const nested = (depth: number) =>
  `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describeWays('bad input', directAnswers => {
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      config: { mcpActions: { directAnswers } },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  async function send(sent: Sent, path = '') {
    const headers = Object.entries({
      authorization: mockCredentials.user.header(),
      ...LEGACY_HEADERS,
      ...sent.headers,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const response = await fetch(`${backend.url}${path}`, {
      method: sent.method ?? 'POST',
      headers,
      body:
        typeof sent.body === 'string' || sent.body === undefined
          ? (sent.body as string | undefined)
          : JSON.stringify(sent.body),
    });
    const text = await response.text();
    const json = text.replace(/^event: message\ndata: /, '').trim();
    const message = json ? JSON.parse(json) : undefined;
    return {
      status: response.status,
      headers: response.headers,
      message,
      error: message?.error,
    };
  }

  describe('over Streamable HTTP', () => {
    it.each<[title: string, sent: Sent, status: number, code: number]>([
      ['text that is not JSON', { body: '{"jsonrpc":' }, 400, -32700],
      ['an empty body', { body: '' }, 400, -32700],
      ['no body', {}, 400, -32700],
      ['5 MB', { body: JSON.stringify('x'.repeat(5e6)) }, 413, -32000],
      ['nesting of 10,000 levels', { body: nested(10_000) }, 400, -32600],
      ['a primitive', { body: '42' }, 400, -32600],
      ['null', { body: 'null' }, 400, -32600],
      ['an object that is no JSON-RPC', { body: { hello: 1 } }, 400, -32600],
      ['an empty batch', { body: [] }, 400, -32600],
      [
        'an id that is an object',
        { body: { ...rpc('ping'), id: {} } },
        400,
        -32600,
      ],
      [
        'a content type that is not JSON',
        { body: 'hello', headers: { 'content-type': 'text/plain' } },
        415,
        -32000,
      ],
      [
        'a charset that nobody knows',
        {
          body: '{}',
          headers: { 'content-type': 'application/json; charset=klingon' },
        },
        415,
        -32000,
      ],
      [
        'an Accept that excludes event streams',
        {
          body: rpc('ping'),
          headers: { accept: 'application/json' },
        },
        406,
        -32000,
      ],
      [
        'a revision that nobody serves',
        {
          body: rpc('ping'),
          headers: { 'mcp-protocol-version': '1999-01-01' },
        },
        400,
        -32000,
      ],
      ['an unknown method', { body: rpc('tools/burn') }, 200, -32601],
      [
        'a tool name that is no string',
        { body: rpc('tools/call', { name: 7 }) },
        200,
        -32602,
      ],
      [
        'arguments that are an array',
        { body: rpc('tools/call', { name: 'greet-user', arguments: [] }) },
        200,
        -32602,
      ],
      ['2026-07-28: an unknown method', modern('tools/burn', {}), 404, -32601],
      [
        '2026-07-28: an Mcp-Name that disagrees with the body',
        modern('tools/call', GREET, { 'mcp-name': 'delete-entity' }),
        400,
        -32020,
      ],
      ['2026-07-28: no Mcp-Name', modern('tools/call', GREET), 400, -32020],
      [
        '2026-07-28: an Mcp-Method that disagrees with the body',
        modern('tools/list', {}, { 'mcp-method': 'tools/call' }),
        400,
        -32020,
      ],
      [
        '2026-07-28: a revision in the body that nobody serves',
        {
          body: rpc('tools/list', {
            _meta: {
              ...MODERN_META,
              'io.modelcontextprotocol/protocolVersion': '2031-01-01',
            },
          }),
          headers: { 'mcp-protocol-version': '2031-01-01' },
        },
        400,
        -32022,
      ],
      [
        '2026-07-28: a tool name that is no string',
        modern('tools/call', { name: 7 }, { 'mcp-name': '7' }),
        200,
        -32602,
      ],
      [
        '2026-07-28: arguments that are an array',
        modern(
          'tools/call',
          { ...GREET, arguments: [] },
          { 'mcp-name': 'greet-user' },
        ),
        200,
        -32602,
      ],
      [
        '2026-07-28: a batch',
        {
          ...modern('tools/list', {}),
          body: [rpc('tools/list', { _meta: MODERN_META })],
        },
        400,
        -32600,
      ],
    ])('refuses %s', async (_, sent, status, code) => {
      const answer = await send(sent);
      expect(answer).toMatchObject({ status, error: { code } });
      expect(answer.message.jsonrpc).toBe('2.0');
    });

    it.each([['*/*'], [undefined], ['application/*, text/*']])(
      'takes Accept: %s for what it means',
      async accept => {
        const answer = await send({
          body: rpc('tools/call', GREET),
          headers: { accept },
        });
        expect(answer.message.result.structuredContent).toEqual({
          greeting: 'Hello Ann!',
        });
      },
    );

    it('answers a batch of 2025-03-26', async () => {
      const response = await fetch(backend.url, {
        method: 'POST',
        headers: {
          ...LEGACY_HEADERS,
          'mcp-protocol-version': '2025-03-26',
          authorization: mockCredentials.user.header(),
        },
        body: JSON.stringify([
          { ...rpc('ping'), id: 'a' },
          { ...rpc('ping'), id: 'b' },
        ]),
      });
      const text = await response.text();
      expect(text).toContain('"id":"a"');
      expect(text).toContain('"id":"b"');
    });

    it.each(['GET', 'PUT', 'DELETE', 'PATCH'])(
      'refuses %s and names POST',
      async method => {
        const answer = await send({ method });
        expect(answer).toMatchObject({ status: 405, error: { code: -32000 } });
        expect(answer.headers.get('allow')).toBe('POST');
      },
    );

    it('answers 404 below the path of a server', async () => {
      const answer = await send({ body: rpc('ping') }, '/nowhere');
      expect(answer).toMatchObject({ status: 404, error: { code: -32000 } });
    });
  });

  describe('over HTTP+SSE', () => {
    it.each<[title: string, sent: Sent, status: number, code: number]>([
      ['text that is not JSON', { body: '{"jsonrpc":' }, 400, -32700],
      ['an empty body', { body: '' }, 400, -32700],
      ['5 MB', { body: JSON.stringify('x'.repeat(5e6)) }, 413, -32000],
      ['nesting of 10,000 levels', { body: nested(10_000) }, 400, -32600],
      ['an object that is no JSON-RPC', { body: { hello: 1 } }, 400, -32600],
      ['a batch', { body: [rpc('ping')] }, 400, -32600],
      [
        'a content type that is not JSON',
        { body: 'hello', headers: { 'content-type': 'text/plain' } },
        415,
        -32000,
      ],
      ['GET', { method: 'GET' }, 405, -32000],
    ])('refuses %s on an open session', async (_, sent, status, code) => {
      const stream = await openStream();
      const answer = await send(sent, await stream.endpoint());
      expect(answer).toMatchObject({ status, error: { code } });
      stream.close();
    });

    it.each(['/sse/messages', '/sse/messages?sessionId=made-up'])(
      'answers 404 to a message for no session, %s',
      async path => {
        const answer = await send({ body: rpc('ping') }, path);
        expect(answer).toMatchObject({ status: 404, error: { code: -32000 } });
      },
    );

    it('refuses POST where the stream opens, so that clients fall back', async () => {
      const answer = await send({ body: rpc('initialize', {}) }, '/sse');
      expect(answer).toMatchObject({ status: 405, error: { code: -32000 } });
      expect(answer.headers.get('allow')).toBe('GET');
    });
  });

  // Runs last: none of the above may have done lasting harm.
  it('leaves the server as it was', async () => {
    const answer = await send({ body: rpc('tools/call', GREET) });
    expect(answer).toMatchObject({ status: 200, error: undefined });
  });

  async function openStream() {
    const abort = new AbortController();
    const response = await fetch(`${backend.url}/sse`, {
      headers: { authorization: mockCredentials.user.header() },
      signal: abort.signal,
    });
    const reader = response.body!.getReader();
    return {
      close: () => abort.abort(),
      endpoint: async () => {
        const { value } = await reader.read();
        const path = new TextDecoder().decode(value).match(/data: (.*)\n/)![1];
        return path.replace('/api/mcp-actions/v1', '');
      },
    };
  }
});
