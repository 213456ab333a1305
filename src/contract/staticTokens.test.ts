import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';

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
