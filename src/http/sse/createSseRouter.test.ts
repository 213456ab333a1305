import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { connect } from '../../__testUtils__/connect';
import {
  type McpBackend,
  startMcpBackend,
} from '../../__testUtils__/startMcpBackend';
import { until } from '../../__testUtils__/until';

const JANE = 'user:default/jane';
const RAVI = 'user:default/ravi';
const PING = { jsonrpc: '2.0', id: 7, method: 'ping' };
const TELL_CALLER = {
  jsonrpc: '2.0',
  id: 8,
  method: 'tools/call',
  params: { name: 'tell-caller' },
};

describe('/api/mcp-actions/v1/sse', () => {
  const logger = mockServices.logger.mock();
  logger.child.mockImplementation(() => logger);
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      config: { mcpActions: { sse: { maxSessions: 2 } } },
      features: [logger.factory],
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  /**
   * Opens a stream. `read` returns what has arrived once it contains the text.
   */
  async function openStream(as: string) {
    const abort = new AbortController();
    const response = await fetch(`${backend.url}/sse`, {
      headers: { authorization: mockCredentials.user.header(as) },
      signal: abort.signal,
    });
    const reader = response.body!.getReader();
    let received = '';
    const read = async (text: string) => {
      while (!received.includes(text)) {
        const { value, done } = await reader.read();
        if (done) {
          break;
        }
        received += new TextDecoder().decode(value);
      }
      return received;
    };
    return {
      response,
      read,
      endpoint: async () =>
        `${backend.rootUrl}${(await read('\n\n')).match(/data: (.*)\n/)![1]}`,
      close: () => abort.abort(),
    };
  }

  function post(url: string, as: string, message: object) {
    return fetch(url, {
      method: 'POST',
      headers: {
        authorization: mockCredentials.user.header(as),
        'content-type': 'application/json',
      },
      body: JSON.stringify(message),
    });
  }

  it('names the endpoint for messages as clients reach it', async () => {
    const stream = await openStream(JANE);
    expect(await stream.endpoint()).toMatch(
      /^http:\/\/localhost:\d+\/api\/mcp-actions\/v1\/sse\/messages\?sessionId=[0-9a-f-]{36}$/,
    );
    stream.close();
  });

  it('is marked as deprecated, and forbids buffering', async () => {
    const stream = await openStream(JANE);
    expect(Object.fromEntries(stream.response.headers)).toMatchObject({
      deprecation: '@1742947200',
      'x-accel-buffering': 'no',
      'cache-control': 'no-cache, no-transform',
    });
    stream.close();
  });

  it('responds to a posted message on the stream', async () => {
    const stream = await openStream(JANE);
    const accepted = await post(await stream.endpoint(), JANE, PING);
    expect(accepted.status).toBe(202);
    expect(await stream.read('"id":7')).toContain(
      '{"result":{},"jsonrpc":"2.0","id":7}',
    );
    stream.close();
  });

  it('refuses a message of another principal', async () => {
    const stream = await openStream(JANE);
    const refused = await post(await stream.endpoint(), RAVI, TELL_CALLER);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      error: { code: -32000, message: 'This session belongs to someone else' },
    });
    stream.close();
  });

  it('uses the credentials of the message', async () => {
    const stream = await openStream(JANE);
    await post(await stream.endpoint(), JANE, TELL_CALLER);
    expect(await stream.read('"id":8')).toContain(JANE);
    stream.close();
  });

  it('responds with 503 when too many sessions are open, and recovers', async () => {
    const first = await openStream(JANE);
    const second = await openStream(RAVI);
    const refused = await openStream(RAVI);
    expect(refused.response.status).toBe(503);
    expect(refused.response.headers.get('retry-after')).toBe('30');
    expect(await refused.read('}')).toContain('Too many HTTP+SSE sessions');
    first.close();
    second.close();
    await until(async () => {
      const next = await openStream(JANE);
      next.close();
      return next.response.status === 200;
    });
  });

  describe('logs a client that still uses it', () => {
    const warningOf = (name: string) =>
      `The MCP client "${name}" uses the deprecated HTTP+SSE transport. Configure it for Streamable HTTP: the same URL without /sse`;
    const warnings = () =>
      logger.warn.mock.calls
        .map(([message]) => message)
        .filter(message => message.includes('HTTP+SSE'));

    it('by name, once', async () => {
      for (const sdk of ['v1', 'v1', 'v2'] as const) {
        const client = await connect(backend.url, { era: 'http+sse', sdk });
        await client.listTools();
        await client.close();
      }
      const named = warnings().filter(message => message.includes('-client'));
      expect(named).toEqual([warningOf('v1-client'), warningOf('v2-client')]);
    });

    it('by name, even when it never sends initialized', async () => {
      const stream = await openStream(JANE);
      await post(await stream.endpoint(), JANE, {
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: {
          protocolVersion: '2024-11-05',
          capabilities: {},
          clientInfo: { name: 'hasty\n\u202Eclient', version: '1' },
        },
      });
      expect(warnings()).toContain(warningOf('hasty \uFFFDclient'));
      stream.close();
    });
  });
});

describe.each([
  { client: 'that sends another message first', messages: [PING] },
  { client: 'that sends nothing', messages: [] },
])('an HTTP+SSE client $client', ({ messages }) => {
  it('is logged as unnamed', async () => {
    const logger = mockServices.logger.mock();
    logger.child.mockImplementation(() => logger);
    await using backend = await startBackend(logger);
    const headers = {
      authorization: mockCredentials.user.header(JANE),
      'content-type': 'application/json',
    };
    const stream = await fetch(`${backend.url}/sse`, { headers });
    const reader = stream.body!.getReader();
    const { value } = await reader.read();
    const [, path] = new TextDecoder().decode(value).match(/data: (.*)\n/)!;
    for (const message of messages) {
      await fetch(`${backend.rootUrl}${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(message),
      });
    }
    await reader.cancel();
    const warnings = () => logger.warn.mock.calls.map(([message]) => message);
    const warning = expect.stringMatching(/^The MCP client "unnamed" uses/);
    await until(() => warnings().some(text => text.includes('HTTP+SSE')));
    expect(warnings()).toContainEqual(warning);
  });
});

async function startBackend(
  logger: ReturnType<typeof mockServices.logger.mock>,
) {
  const backend = await startMcpBackend({ features: [logger.factory] });
  return { ...backend, [Symbol.asyncDispose]: () => backend.stop() };
}
