import { createHmac } from 'node:crypto';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';

const SECRET = Buffer.from('a secret of the old days');
const PLUGIN = 'vnd.backstage.plugin';
const USER = 'vnd.backstage.user';
const base64 = (text: string) => Buffer.from(text).toString('base64url');
const header = (fields: object) => base64(JSON.stringify(fields));

/** Signed as the tokens of `backend.auth.externalAccess` of type legacy. */
function legacyToken(payload: string): string {
  const signed = `${header({ alg: 'HS256' })}.${base64(payload)}`;
  const signature = createHmac('sha256', SECRET).update(signed);
  return `${signed}.${signature.digest('base64url')}`;
}

/** Tokens that the real auth service cannot make sense of. */
describe('a token that is wrong', () => {
  const logger = mockServices.logger.mock();
  logger.child.mockImplementation(() => logger);
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      credentialServices: [authServiceFactory, httpAuthServiceFactory],
      features: [logger.factory],
      config: {
        backend: {
          baseUrl: 'http://localhost:1',
          database: { client: 'better-sqlite3', connection: ':memory:' },
          actions: { pluginSources: ['sample'] },
          auth: {
            externalAccess: [
              {
                type: 'legacy',
                options: { secret: SECRET.toString('base64'), subject: 'old' },
              },
            ],
          },
        },
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  beforeEach(() => logger.error.mockClear());

  const send = (authorization: string) =>
    fetch(backend.url, { method: 'POST', headers: { authorization } });

  /** The platform says itself when it cannot reach a plugin for its keys. */
  const ownErrors = () =>
    logger.error.mock.calls
      .map(([message]) => message)
      .filter(message => !message.includes('JWKS'));

  it.each([
    ['no JSON as payload', `${header({ typ: PLUGIN })}.${base64('{')}.x`],
    ['an array as payload', `${header({ typ: PLUGIN })}.${base64('[]')}.x`],
    ['no base64 as payload', `${header({ typ: PLUGIN })}.!!!.x`],
    ['an empty payload', `${header({ typ: PLUGIN })}..x`],
    ['two parts', `${header({ typ: PLUGIN })}.${base64('{}')}`],
    ['five parts', `${header({ typ: PLUGIN })}.a.b.c.d`],
    ['a bad subject', `${header({ typ: PLUGIN })}.${base64('{"sub":"/"}')}.x`],
    ['no JSON as header', `${base64('{')}.${base64('{}')}.x`],
    ['no base64 as header', `!!!.${base64('{}')}.x`],
    ['null as header', `${base64('null')}.${base64('{}')}.x`],
    ['no payload of a user', `${header({ typ: USER })}.${base64('{')}.x`],
    ['no key id', `${header({ typ: USER, alg: 'ES256' })}.${base64('{}')}.x`],
    ['no algorithm', `${header({ typ: USER })}.${base64('{}')}.x`],
    ['a made-up algorithm', `${header({ alg: 'X' })}.${base64('{}')}.x`],
    ['a made-up type', `${header({ typ: 'x' })}.${base64('{}')}.x`],
    [
      'an expired legacy token',
      legacyToken('{"sub":"backstage-server","exp":1}'),
    ],
    [
      'an expiry that is text',
      legacyToken('{"sub":"backstage-server","exp":"x"}'),
    ],
    ['a legacy token of no JSON', legacyToken('{')],
    ['10 kB', 'x'.repeat(10_000)],
  ])('gets 401 and no line in the log: %s', async (_, token) => {
    const response = await send(`Bearer ${token}`);

    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain(
      'error="invalid_token"',
    );
    expect(ownErrors()).toEqual([]);
  });

  it.each(['Bearer', 'Bearer ', 'Basic abc', 'x', 'Bearer a b', 'Bearer\ta'])(
    'gets 401 when it is none: %j',
    async authorization => {
      expect((await send(authorization)).status).toBe(401);
      expect(ownErrors()).toEqual([]);
    },
  );

  it('gets 401 whatever is in its parts', async () => {
    const part = fc.oneof(
      fc.json({ maxDepth: 1 }).map(base64),
      fc.constantFrom(
        header({ typ: PLUGIN }),
        header({ typ: PLUGIN, alg: 'none' }),
        header({ typ: USER, alg: 'HS256' }),
        base64('{"sub":"a","exp":1e400}'),
        '',
        '~',
      ),
    );
    const parts = fc.array(part, { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(parts, async texts => {
        const response = await send(`Bearer ${texts.join('.') || '.'}`);
        expect(response.status).toBe(401);
      }),
      { numRuns: 100, seed: 7 },
    );
    expect(ownErrors()).toEqual([]);
  }, 60_000);
});

const TOKENS: Record<string, string[] | undefined> = {
  'token-for-everything': undefined,
  'token-for-mcp-and-sample': ['mcp-actions', 'sample'],
  'token-for-mcp-alone': ['mcp-actions'],
  'token-for-sample-alone': ['sample'],
};

/** Two more tokens, of one subject. */
const TWINS = { 'twin-for-sample': 'sample', 'twin-for-other': 'other' };

const NONE_USABLE = {
  code: -32600,
  message:
    'These credentials may use none of the plugins that have tools: sample, other. List them in the accessRestrictions of the token',
};

/** Static tokens of `backend.auth.externalAccess`, with the real auth service. */
describe('a static token', () => {
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      credentialServices: [authServiceFactory, httpAuthServiceFactory],
      config: {
        backend: {
          baseUrl: 'http://localhost',
          database: { client: 'better-sqlite3', connection: ':memory:' },
          actions: { pluginSources: ['sample', 'other'] },
          auth: {
            externalAccess: [
              ...Object.entries(TOKENS).map(([token, plugins]) => ({
                type: 'static',
                options: { token, subject: token },
                ...(plugins && {
                  accessRestrictions: plugins.map(plugin => ({ plugin })),
                }),
              })),
              ...Object.entries(TWINS).map(([token, plugin]) => ({
                type: 'static',
                options: { token, subject: 'twin' },
                accessRestrictions: [{ plugin: 'mcp-actions' }, { plugin }],
              })),
            ],
          },
        },
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  async function send(token: string, method: string, params: object = {}) {
    const response = await fetch(backend.url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const { headers, status } = response;
    return { headers, status, body: await response.json() };
  }

  it.each(['token-for-everything', 'token-for-mcp-and-sample'])(
    'lists and calls what it may use: %s',
    async token => {
      const { body: listed } = await send(token, 'tools/list');
      expect(listed.result.tools).toContainEqual(
        expect.objectContaining({ name: 'sample_count_teams' }),
      );
      const { body: called } = await send(token, 'tools/call', {
        name: 'sample_count_teams',
      });
      expect(called.result.content).toEqual([{ type: 'text', text: '2' }]);
    },
  );

  it('gets an error for a list when it may use none of the plugins', async () => {
    const { body } = await send('token-for-mcp-alone', 'tools/list', {});
    expect(body.error).toEqual(NONE_USABLE);
  });

  it('gets a result for a call when it may use none of the plugins', async () => {
    const { body } = await send('token-for-mcp-alone', 'tools/call', {
      name: 'sample_count_teams',
    });
    expect(body.result).toMatchObject({
      isError: true,
      content: [{ text: `NotAllowedError: ${NONE_USABLE.message}` }],
    });
  });

  it('is refused with 403 and a challenge when it is for other plugins', async () => {
    const { status, headers } = await send(
      'token-for-sample-alone',
      'tools/list',
    );
    expect(status).toBe(403);
    expect(headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_scope", error_description="These credentials must not be used with this server"',
    );
  });

  it('shares no list with another token of its subject', async () => {
    const { body: first } = await send('twin-for-sample', 'tools/list');
    expect(first.result.tools).not.toEqual([]);

    const { body } = await send('twin-for-other', 'tools/list');
    expect(body).toMatchObject({ result: { tools: [] } });
  });

  it.each(['token-of-nobody', 'x', '..', 'a.b.c'])(
    'is refused with 401 and invalid_token when it is unknown: %s',
    async token => {
      const { status, headers } = await send(token, 'tools/list');
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toContain(
        'error="invalid_token"',
      );
    },
  );
});
