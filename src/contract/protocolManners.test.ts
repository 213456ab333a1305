import { mockCredentials } from '@backstage/backend-test-utils';
import { describeWays } from '../__testUtils__/describeWays';
import { openSseStream } from '../__testUtils__/openSseStream';
import { messageOf, postMessage } from '../__testUtils__/postMessage';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { until } from '../__testUtils__/until';
import { MODERN_META } from '../__testUtils__/streamableMessages';

const INITIALIZE = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
};
const MODERN_LIST = {
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': 'tools/list',
};

/** What is wrong with the params of a method, and what the client reads of it. */
const WRONG_PARAMS = [
  {
    method: 'initialize',
    params: { ...INITIALIZE, clientInfo: undefined },
    message: 'Invalid params: clientInfo: expected object, received nothing',
  },
  {
    method: 'tools/list',
    params: { cursor: 5 },
    message: 'Invalid params: cursor: expected string, received number',
  },
  {
    method: 'tools/call',
    params: { name: 'greet-user', arguments: 'Ann' },
    message: 'Invalid params: arguments: expected record, received string',
  },
];

describeWays('protocol manners', directAnswers => {
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      config: { mcpActions: { directAnswers } },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  it.each(['2027-01-01', '2026-12-01', '9999-99-99', 'next'])(
    'negotiates an initialize for the unknown revision %s, in body and header alike',
    async version => {
      const response = await postMessage(
        backend.url,
        {
          id: 1,
          method: 'initialize',
          params: { ...INITIALIZE, protocolVersion: version },
        },
        { headers: { 'mcp-protocol-version': version } },
      );

      expect(response.status).toBe(200);
      expect((await messageOf(response)).result.protocolVersion).toBe(
        '2025-11-25',
      );
    },
  );

  it('refuses any other request for a revision that nobody knows yet', async () => {
    const response = await postMessage(
      backend.url,
      { id: 1, method: 'tools/list' },
      { headers: { 'mcp-protocol-version': '2027-01-01' } },
    );

    expect(response.status).toBe(400);
  });

  it.each([{ cursor: '' }, null])('lists tools for params %j', async params => {
    const response = await postMessage(backend.url, {
      id: 1,
      method: 'tools/list',
      params: params as {},
    });

    expect((await messageOf(response)).result.tools).not.toEqual([]);
  });

  it('lists tools for an empty cursor of 2026-07-28', async () => {
    const response = await postMessage(
      backend.url,
      {
        id: 1,
        method: 'tools/list',
        params: { cursor: '', _meta: MODERN_META },
      },
      { headers: MODERN_LIST },
    );

    expect((await messageOf(response)).result.tools).not.toEqual([]);
  });

  it.each(['text', 9, true, null, []])(
    'refuses an initialize whose _meta is %j as a message',
    async _meta => {
      const response = await postMessage(backend.url, {
        id: 'seven',
        method: 'initialize',
        params: { ...INITIALIZE, _meta },
      });

      expect(response.status).toBe(400);
      expect((await messageOf(response)).error.code).toBe(-32600);
    },
  );

  it.each(['ping', 'notifications/initialized'])(
    'takes params: null of %s as absent',
    async method => {
      const { ok } = await postMessage(backend.url, {
        ...(method === 'ping' && { id: 1 }),
        method,
        params: null as never,
      });

      expect(ok).toBe(true);
    },
  );

  it.each(WRONG_PARAMS)(
    'answers wrong params of $method with a sentence',
    async ({ method, params, message }) => {
      const response = await postMessage(backend.url, {
        id: 'seven',
        method,
        params: params as {},
      });

      expect(await messageOf(response)).toEqual({
        jsonrpc: '2.0',
        id: 'seven',
        error: { code: -32602, message },
      });
    },
  );

  it('answers a cursor that is no text in 2026-07-28 with a sentence', async () => {
    const response = await postMessage(
      backend.url,
      {
        id: 1,
        method: 'tools/list',
        params: { cursor: 5, _meta: MODERN_META },
      },
      { headers: MODERN_LIST },
    );

    expect((await messageOf(response)).error).toEqual({
      code: -32602,
      message: 'Invalid params: cursor: expected string, received number',
    });
  });

  it.each(['9007199254740993', '-9007199254740993', '1e21', '1e400'])(
    'never answers the id %s under another one',
    async id => {
      const response = await postText(
        backend.url,
        `{"jsonrpc":"2.0","id":${id},"method":"tools/list"}`,
      );

      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        id: null,
        error: {
          code: -32600,
          message: expect.stringMatching(/^Invalid Request: a number as id/),
        },
      });
    },
  );

  it('says what it takes in place of another content', async () => {
    const response = await postText(backend.url, 'hello', 'text/plain');

    expect(response.status).toBe(415);
    expect(response.headers.get('accept')).toBe('application/json');
    expect(response.headers.get('accept-encoding')).toBe('gzip, identity');
    expect((await response.json()).error.message).toContain('application/json');
  });
});

describe('protocol manners over HTTP+SSE', () => {
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend();
  });

  afterAll(async () => {
    await backend.stop();
  });

  async function answerTo(message: Parameters<typeof postMessage>[1]) {
    await using stream = await openSseStream(backend.url);
    const { status } = await stream.post(message);
    if (status === 202) {
      await until(() => stream.messages().length > 0);
    }
    return { status, answer: stream.messages()[0] };
  }

  it('negotiates an initialize for a revision that nobody knows yet', async () => {
    const { answer } = await answerTo({
      id: 1,
      method: 'initialize',
      params: { ...INITIALIZE, protocolVersion: '2027-01-01' },
    });

    expect(answer.result.protocolVersion).toBe('2025-11-25');
  });

  it.each([{ cursor: '' }, null])('lists tools for params %j', async params => {
    const { answer } = await answerTo({
      id: 1,
      method: 'tools/list',
      params: params as {},
    });

    expect(answer.result.tools).not.toEqual([]);
  });

  it.each(WRONG_PARAMS)(
    'answers wrong params of $method on the stream',
    async ({ method, params, message }) => {
      const { status, answer } = await answerTo({
        id: 'seven',
        method,
        params: params as {},
      });

      expect(status).toBe(202);
      expect(answer).toEqual({
        jsonrpc: '2.0',
        id: 'seven',
        error: { code: -32602, message },
      });
    },
  );

  it('never answers an id under another one', async () => {
    const { status } = await answerTo({ id: 2 ** 53, method: 'ping' });

    expect(status).toBe(400);
  });
});

function postText(url: string, body: string, contentType = 'application/json') {
  return fetch(url, {
    method: 'POST',
    headers: {
      authorization: mockCredentials.user.header(),
      'content-type': contentType,
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
    },
    body,
  });
}
