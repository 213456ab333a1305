import express from 'express';
import request from 'supertest';
import { cors } from './cors';

const ORIGIN = 'https://portal.example.com';

interface ServerOptions {
  /** Headers that the platform's CORS middleware has set. */
  platform?: Record<string, string>;
  /** The status of the server's response. */
  status?: number;
}

function serverBehind({ platform = {}, status = 200 }: ServerOptions = {}) {
  return express()
    .use((_req, res, next) => {
      res.set(platform);
      next();
    })
    .use(cors())
    .use((_req, res) => res.status(status).send('passed'));
}

function preflight(requestHeaders?: string) {
  const test = request(serverBehind())
    .options('/')
    .set('Origin', ORIGIN)
    .set('Access-Control-Request-Method', 'POST');
  return requestHeaders === undefined
    ? test
    : test.set('Access-Control-Request-Headers', requestHeaders);
}

describe('cors', () => {
  it('adds nothing for clients that are not browsers', async () => {
    const { text, headers } = await request(serverBehind()).get('/');

    expect(text).toBe('passed');
    expect(Object.keys(headers).join()).not.toContain('access-control');
  });

  it.each([200, 202, 400, 401, 403, 404, 405, 500, 503])(
    'lets the page read a response with status %i',
    async status => {
      const { headers } = await request(serverBehind({ status }))
        .post('/')
        .set('Origin', ORIGIN);

      expect(headers).toMatchObject({
        'access-control-allow-origin': ORIGIN,
        'access-control-expose-headers':
          'WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After',
      });
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    },
  );

  it('keeps what the platform allowed', async () => {
    const platform = {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Credentials': 'true',
    };
    const { headers } = await request(serverBehind({ platform }))
      .get('/')
      .set('Origin', ORIGIN);

    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-credentials': 'true',
    });
  });

  it.each([
    {
      says: 'adds to',
      exposed: 'X-Operator,Date',
      all: 'X-Operator, Date, WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After',
    },
    {
      says: 'does not repeat',
      exposed: 'retry-after, MCP-Session-ID',
      all: 'retry-after, MCP-Session-ID, WWW-Authenticate, MCP-Protocol-Version',
    },
  ])('$says what the operator exposes: $exposed', async ({ exposed, all }) => {
    const platform = { 'Access-Control-Expose-Headers': exposed };
    const { headers } = await request(serverBehind({ platform }))
      .get('/')
      .set('Origin', ORIGIN);

    expect(headers['access-control-expose-headers']).toBe(all);
  });

  it('changes nothing when it runs twice', async () => {
    const app = express()
      .use(cors(), cors())
      .use((_req, res) => res.send('passed'));
    const { headers } = await request(app).get('/').set('Origin', ORIGIN);

    expect(headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-expose-headers':
        'WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After',
    });
  });

  describe('preflight', () => {
    it('is handled before the server', async () => {
      const { status, text, headers } = await preflight();

      expect({ status, text }).toEqual({ status: 204, text: '' });
      expect(headers).toMatchObject({
        'access-control-allow-origin': ORIGIN,
        'access-control-allow-methods': 'GET, POST, OPTIONS',
        'access-control-allow-headers':
          'Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Method, Mcp-Name, Mcp-Session-Id, Last-Event-ID, X-MCP-Readonly, X-MCP-Toolsets, X-MCP-Tools, X-MCP-Exclude-Tools, traceparent, tracestate, baggage',
        'access-control-max-age': '7200',
        vary: 'Access-Control-Request-Headers',
      });
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    });

    it.each([
      ['mcp-param-region', ', mcp-param-region'],
      ['Mcp-Param-A, mcp-param-b', ', Mcp-Param-A, mcp-param-b'],
      ['authorization, MCP-METHOD', ''],
      ['cookie, x-forwarded-for, x-mcp-, mcp-param-a b', ''],
    ])('for %p also allows %p', async (asked, added) => {
      const { headers } = await preflight(asked);

      expect(headers['access-control-allow-headers']).toMatch(
        new RegExp(`, baggage${added}$`),
      );
    });

    it.each([
      ['an OPTIONS request without a requested method', 'OPTIONS', {}],
      ['another method', 'POST', { 'Access-Control-Request-Method': 'POST' }],
    ])('is not %s', async (_, method, headers) => {
      const app = serverBehind();
      const sent =
        method === 'POST' ? request(app).post('/') : request(app).options('/');
      const { text } = await sent.set({ Origin: ORIGIN, ...headers });

      expect(text).toBe('passed');
    });
  });
});
