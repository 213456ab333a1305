import { mockCredentials } from '@backstage/backend-test-utils';
import {
  type McpPlatform,
  startMcpPlatform,
} from '../__testUtils__/startMcpPlatform';

const APP = 'http://localhost:3000';
const BACKEND = 'http://localhost:7007';
const OF_CORS = 'https://tools.acme.example';
const OF_MCP = 'chrome-extension://abcdefgh';
const EVIL = 'https://evil.example';

const ALLOWED = [APP, BACKEND, OF_CORS, OF_MCP];
const PATHS = ['', '/', '/readonly', '/greetings', '/sse', '/info', '/nowhere'];

const ALLOW_ORIGIN = 'access-control-allow-origin';
const CORS = {
  origin: 'https://*.acme.example',
  exposedHeaders: ['X-Operator'],
};
const PREFLIGHT = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization,mcp-param-region',
};
const SIGNED_IN = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  authorization: mockCredentials.user.header(),
};
const PING = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

type Config = Parameters<typeof startMcpPlatform>[0];

interface Row {
  origin: string;
  /** Status of the response to the preflight. */
  preflight: number;
  /** The origin that may read the responses. */
  shared: string | null;
  status: number;
}

function namesIn(response: Response, header: string): string[] {
  return (response.headers.get(header) ?? '').toLowerCase().split(/,\s*/);
}

describe('a browser', () => {
  describe('with origins of each kind', () => {
    let platform: McpPlatform;

    beforeAll(async () => {
      platform = await startMcpPlatform({
        backend: { cors: CORS },
        mcpActions: {
          allowedOrigins: 'chrome-extension://*',
          servers: { greetings: { name: 'Greetings' } },
        },
      });
    });
    afterAll(() => platform.stop());

    const foreign = PATHS.flatMap(path =>
      ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].flatMap(
        method => [EVIL, 'null'].map(origin => ({ path, method, origin })),
      ),
    );

    it.each(foreign)(
      'on $origin gets 403 for $method /v1$path',
      async ({ path, method, origin }) => {
        const headers = { authorization: SIGNED_IN.authorization };
        const response = await platform.send({ path, method, origin, headers });

        expect(response.status).toBe(403);
        expect(response.headers.get(ALLOW_ORIGIN)).toBeNull();
        expect(namesIn(response, 'vary')).toContain('origin');
      },
    );

    it.each(PATHS)(
      'on a foreign page gets 403 to preflight /v1%s',
      async path => {
        const response = await platform.send({
          path,
          method: 'OPTIONS',
          origin: EVIL,
          headers: PREFLIGHT,
        });

        expect(response.status).toBe(403);
        expect(await response.json()).toEqual({
          jsonrpc: '2.0',
          error: {
            code: -32000,
            message: expect.stringContaining('This origin is not allowed'),
          },
          id: null,
        });
      },
    );

    const allowed = PATHS.flatMap(path =>
      ALLOWED.map(origin => ({ path, origin })),
    );

    it.each(allowed)(
      'on $origin may preflight /v1$path without credentials',
      async ({ path, origin }) => {
        const response = await platform.send({
          path,
          method: 'OPTIONS',
          origin,
          headers: PREFLIGHT,
        });

        expect(response.status).toBe(204);
        expect(response.headers.get(ALLOW_ORIGIN)).toBe(origin);
        expect(namesIn(response, 'vary')).toContain('origin');
        expect(namesIn(response, 'access-control-allow-methods')).toContain(
          'post',
        );
        expect(namesIn(response, 'access-control-allow-headers')).toEqual(
          expect.arrayContaining(['authorization', 'mcp-param-region']),
        );
      },
    );

    const answers = [
      { method: 'POST', path: '', status: 401 },
      { method: 'POST', path: '/readonly', status: 401 },
      { method: 'GET', path: '', status: 405, headers: SIGNED_IN },
      {
        method: 'POST',
        path: '/nowhere',
        status: 404,
        headers: SIGNED_IN,
        body: '{}',
      },
      { method: 'POST', path: '', status: 400, headers: SIGNED_IN, body: '{' },
      { method: 'GET', path: '/sse', status: 200, headers: SIGNED_IN },
      { method: 'POST', path: '', status: 200, headers: SIGNED_IN, body: PING },
    ].flatMap(answer => ALLOWED.map(origin => ({ ...answer, origin })));

    it.each(answers)(
      'on $origin may read the $status of $method /v1$path',
      async ({ status, ...sent }) => {
        const response = await platform.send(sent);

        expect(response.status).toBe(status);
        expect(response.headers.get(ALLOW_ORIGIN)).toBe(sent.origin);
        expect(
          response.headers.get('access-control-allow-credentials'),
        ).toBeNull();
        expect(namesIn(response, 'vary')).toContain('origin');
        expect(namesIn(response, 'access-control-expose-headers')).toEqual([
          ...(sent.origin === OF_CORS ? ['x-operator'] : []),
          'www-authenticate',
          'mcp-session-id',
          'mcp-protocol-version',
          'retry-after',
        ]);
      },
    );

    it('gets responses that caches keep apart from those without an origin', async () => {
      const response = await platform.send({
        method: 'POST',
        headers: SIGNED_IN,
        body: PING,
      });

      expect(response.status).toBe(200);
      expect(response.headers.get(ALLOW_ORIGIN)).toBeNull();
      expect(response.headers.get('access-control-expose-headers')).toBeNull();
      expect(namesIn(response, 'vary')).toContain('origin');
    });
  });

  describe.each<{ says: string; config: Config; rows: Row[] }>([
    {
      says: 'nothing about origins',
      config: {},
      rows: [
        { origin: APP, preflight: 204, shared: APP, status: 200 },
        { origin: BACKEND, preflight: 204, shared: BACKEND, status: 200 },
        { origin: OF_CORS, preflight: 403, shared: null, status: 403 },
        { origin: 'null', preflight: 403, shared: null, status: 403 },
      ],
    },
    {
      says: 'any origin for MCP',
      config: { mcpActions: { allowedOrigins: ['*'] } },
      rows: [
        { origin: EVIL, preflight: 204, shared: EVIL, status: 200 },
        { origin: OF_MCP, preflight: 204, shared: OF_MCP, status: 200 },
        { origin: 'null', preflight: 204, shared: 'null', status: 200 },
      ],
    },
    {
      says: 'opaque origins for MCP',
      config: { mcpActions: { allowedOrigins: ['null'] } },
      rows: [
        { origin: 'null', preflight: 204, shared: 'null', status: 200 },
        { origin: EVIL, preflight: 403, shared: null, status: 403 },
      ],
    },
    {
      // Then the platform lets any page preflight and read, before this plugin
      // runs.
      says: 'nothing in backend.cors',
      config: { backend: { cors: { credentials: false } } },
      rows: [
        { origin: APP, preflight: 204, shared: '*', status: 200 },
        { origin: EVIL, preflight: 204, shared: '*', status: 403 },
      ],
    },
    {
      says: 'preflightContinue in backend.cors',
      config: { backend: { cors: { ...CORS, preflightContinue: true } } },
      rows: [
        { origin: OF_CORS, preflight: 204, shared: OF_CORS, status: 200 },
        { origin: EVIL, preflight: 403, shared: null, status: 403 },
      ],
    },
  ])('when the configuration has $says', ({ config, rows }) => {
    let platform: McpPlatform;

    beforeAll(async () => {
      platform = await startMcpPlatform(config);
    });
    afterAll(() => platform.stop());

    it.each(rows)(
      'on $origin gets $preflight for its preflight, then $status',
      async ({ origin, preflight, shared, status }) => {
        const asked = await platform.send({
          method: 'OPTIONS',
          origin,
          headers: PREFLIGHT,
        });
        const answer = await platform.send({
          method: 'POST',
          origin,
          headers: SIGNED_IN,
          body: PING,
        });

        expect(asked.status).toBe(preflight);
        expect(asked.headers.get(ALLOW_ORIGIN)).toBe(shared);
        expect(answer.status).toBe(status);
        expect(answer.headers.get(ALLOW_ORIGIN)).toBe(shared);
      },
    );
  });
});
