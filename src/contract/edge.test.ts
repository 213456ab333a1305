import { request as sendRequest } from 'node:http';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';

interface Sent {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  anonymous?: boolean;
  body?: string;
}

interface Answer {
  status: number;
  allow?: string;
  type?: string;
  text: string;
}

const ROUTES = ['', '/readonly', '/sse', '/sse/messages', '/info', '/nowhere'];
const METHODS = ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE'];

/** Requests that no known client sends, to the whole backend. */
describe('the HTTP edge', () => {
  const logger = mockServices.logger.mock();
  logger.child.mockImplementation(() => logger);
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      features: [logger.factory],
      config: {
        auth: { clientIdMetadataDocuments: { enabled: true } },
        mcpActions: {
          allowedOrigins: ['https://*.*.*.example.com'],
          sse: { maxSessions: 2 },
        },
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  /** Sends the path unchanged. `fetch` would normalize it. */
  function send({ method = 'GET', path, headers, anonymous, body }: Sent) {
    const { port } = new URL(backend.rootUrl);
    return new Promise<Answer>((resolve, reject) => {
      const request = sendRequest({
        port,
        method,
        path,
        agent: false,
        headers: {
          ...(!anonymous && { authorization: mockCredentials.user.header() }),
          ...headers,
        },
      });
      request.on('error', reject);
      request.on('response', response => {
        let text = '';
        response.on('data', chunk => (text += chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode!,
            allow: response.headers.allow,
            type: response.headers['content-type'],
            text,
          }),
        );
      });
      request.end(method === 'POST' ? body : undefined);
    });
  }

  const v1 = (rest: string) => `/api/mcp-actions/v1${rest}`;

  it('opens no stream for repeated HEAD requests', async () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      const answer = await send({ method: 'HEAD', path: v1('/sse') });
      expect(answer).toMatchObject({ status: 405, allow: 'GET', text: '' });
    }
  });

  it.each(ROUTES.flatMap(route => METHODS.map(method => ({ method, route }))))(
    'ends its response to $method $route',
    async ({ method, route }) => {
      const { status } = await send({ method, path: v1(route) });
      const isInfo = route === '/info' && method === 'HEAD';
      const missing = route === '/nowhere' ? 404 : 405;
      expect(status).toBe(isInfo ? 200 : missing);
    },
  );

  it.each(['/%', '/%E0%A4%A', '/sse/%', '/info/%', '/readonly/%ff', '/%/sse'])(
    'responds with 404 to the path %s, which cannot be decoded',
    async rest => {
      const answer = await send({ path: v1(rest) });
      expect(answer).toMatchObject({
        status: 404,
        type: 'application/json; charset=utf-8',
      });
    },
  );

  it.each([
    v1(`${'/'.repeat(15_000)}x`),
    `/.well-known/oauth-protected-resource${'/'.repeat(9_000)}`,
    `/.well-known/oauth-authorization-server?${'a'.repeat(9_000)}`,
  ])('responds with 414 to a long URL without credentials', async path => {
    expect(await send({ path, anonymous: true })).toMatchObject({
      status: 414,
    });
  });

  it.each([
    { method: 'POST', path: '/sse/messages?sessionId[toString]=x' },
    { method: 'POST', path: '/sse/messages?sessionId=a&sessionId=b' },
    { method: 'GET', path: '/info?whyNot[hasOwnProperty]=x' },
  ])('responds with 400 to $method $path', async ({ method, path }) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await send({ method, path: v1(path), headers, body: '{}' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('the query has more than one');
  });

  it('responds with 431 to a long origin without credentials', async () => {
    const origin = `https://${'a.'.repeat(1_500)}`;
    const path = v1('');
    expect(
      await send({ path, anonymous: true, headers: { origin } }),
    ).toMatchObject({ status: 431 });
  });

  it('responds to any path, method and header', async () => {
    const path = fc.array(
      fc.oneof(
        fc.constantFrom(...ROUTES.slice(0, 2), '/', '//', '%', '%2f', '..'),
        fc.constantFrom('/.well-known', '?', '&whyNot', '[a]=', 'sessionId='),
        fc.webPath({ size: 'small' }),
      ),
      { maxLength: 8 },
    );
    const value = fc.string({ unit: 'grapheme-ascii', maxLength: 400 });
    const headers = fc.dictionary(
      fc.constantFrom('origin', 'x-mcp-tools', 'accept', 'mcp-name', 'baggage'),
      value.map(text => text.trim()),
      { maxKeys: 3 },
    );
    await fc.assert(
      fc.asyncProperty(
        path,
        fc.constantFrom('GET', 'POST', ...METHODS),
        headers,
        fc.boolean(),
        async (parts, method, sentHeaders, anonymous) => {
          const answer = await send({
            path: v1(parts.join('')),
            method,
            headers: sentHeaders,
            anonymous,
          });
          expect(answer.status).toBeLessThan(500);
        },
      ),
      { numRuns: 100, seed: 7 },
    );
  }, 60_000);

  // Runs last: a client's mistake is not an error of the backend.
  it('logs no error for any of these requests', () => {
    expect(logger.error).not.toHaveBeenCalled();
  });
});
