import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { connect } from '../__testUtils__/connect';
import { postMessage } from '../__testUtils__/postMessage';
import {
  type McpBackend,
  startMcpBackend,
  type StartMcpBackendOptions,
} from '../__testUtils__/startMcpBackend';

const OAUTH = { clientIdMetadataDocuments: { enabled: true } };
const PROTECTED_RESOURCE =
  '/.well-known/oauth-protected-resource/api/mcp-actions/v1';
const AUTHORIZATION_SERVER = '/.well-known/oauth-authorization-server';

const PING = {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
};

describe('the plugin', () => {
  let backend: McpBackend | undefined;

  async function start(
    config: JsonObject = {},
    features: StartMcpBackendOptions['features'] = [],
  ) {
    backend = await startMcpBackend({ config, features });
    return backend;
  }

  afterEach(async () => {
    await backend?.stop();
    backend = undefined;
  });

  function ping(path: string, authorization?: string) {
    return fetch(`${backend!.rootUrl}${path}`, {
      ...PING,
      headers: { ...PING.headers, ...(authorization && { authorization }) },
    });
  }

  describe('without credentials', () => {
    const routes = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'].flatMap(
      method =>
        [
          '',
          '/',
          '/sse',
          '/sse/messages',
          '/sse/messages?sessionId=1',
          '/info',
          '/x/y',
        ].map(path => [method, `/api/mcp-actions/v1${path}`]),
    );

    it('answers 401 on every route, however the plugin is configured', async () => {
      await start({ auth: OAUTH });
      const answers = await Promise.all(
        routes.map(async ([method, path]) => {
          const { status } = await fetch(`${backend!.rootUrl}${path}`, {
            method,
          });
          return `${method} ${path} ${status}`;
        }),
      );
      expect(answers).toEqual(
        routes.map(([method, path]) => `${method} ${path} 401`),
      );
    });

    it('answers 401 beside its routes, where the platform guards', async () => {
      await start();
      expect((await ping('/api/mcp-actions/v2')).status).toBe(401);
      expect((await ping('/api/mcp-actions')).status).toBe(401);
    });

    it('answers a JSON-RPC body that says what to send', async () => {
      await start();
      const response = await ping('/api/mcp-actions/v1');
      expect(await response.json()).toEqual({
        jsonrpc: '2.0',
        error: {
          code: -32000,
          message:
            'Authentication required: send an Authorization header with a Bearer token',
        },
        id: null,
      });
    });

    it('challenges plainly while OAuth is off', async () => {
      await start();
      const response = await ping('/api/mcp-actions/v1');
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    });

    it('challenges with the URL of a document that is served when OAuth is on', async () => {
      await start({ auth: OAUTH });
      const response = await ping('/api/mcp-actions/v1');
      const challenge = response.headers.get('www-authenticate')!;
      expect(challenge).toBe(
        `Bearer scope="openid", resource_metadata="${backend!.rootUrl}${PROTECTED_RESOURCE}"`,
      );
      const url = challenge.match(/resource_metadata="([^"]+)"/)![1];
      expect((await fetch(url)).status).toBe(200);
    });

    it.each([
      '/api/mcp-actions/v1/readonly',
      '/api/mcp-actions/v1/reading',
      '/api/mcp-actions/v1/reading/readonly',
    ])('challenges with the document of the server at %s', async path => {
      const servers = { reading: { name: 'Reading' } };
      await start({ auth: OAUTH, mcpActions: { servers } });
      const response = await ping(path);
      expect(response.headers.get('www-authenticate')).toBe(
        `Bearer scope="openid", resource_metadata="${backend!.rootUrl}/.well-known/oauth-protected-resource${path}"`,
      );
    });

    it('takes the challenge URL from discovery, not from the Host header', async () => {
      await start({ auth: OAUTH });
      const response = await fetch(`${backend!.url}`, {
        ...PING,
        headers: { ...PING.headers, 'x-forwarded-host': 'evil.example' },
      });
      expect(response.headers.get('www-authenticate')).not.toContain('evil');
    });
  });

  it('answers 401 and invalid_token to a bad token', async () => {
    await start({ auth: OAUTH });
    const response = await ping(
      '/api/mcp-actions/v1',
      mockCredentials.user.invalidHeader(),
    );
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain(
      'error="invalid_token"',
    );
  });

  it('takes service credentials', async () => {
    await start();
    const response = await ping(
      '/api/mcp-actions/v1',
      mockCredentials.service.header(),
    );
    expect(response.status).toBe(200);
  });

  it('needs no credentials when the default auth policy is disabled', async () => {
    await start({
      backend: {
        actions: { pluginSources: ['sample'] },
        auth: { dangerouslyDisableDefaultAuthPolicy: true },
        baseUrl: 'http://localhost:7007',
      },
    });
    expect((await ping('/api/mcp-actions/v1')).status).toBe(200);
  });

  it.each([
    ['a foreign page', 'https://evil.example', 403],
    ['an opaque origin', 'null', 403],
    ['the app', 'http://localhost:3000', 200],
    ['an origin of backend.cors', 'https://tools.acme.example', 200],
  ])('answers a browser on %s', async (_, origin, status) => {
    await start({
      app: { baseUrl: 'http://localhost:3000' },
      backend: {
        actions: { pluginSources: ['sample'] },
        cors: { origin: ['https://*.acme.example'] },
      },
    });
    const response = await fetch(backend!.url, {
      ...PING,
      headers: {
        ...PING.headers,
        origin,
        authorization: mockCredentials.user.header(),
      },
    });
    expect(response.status).toBe(status);
  });

  it('tells its name, description and instructions', async () => {
    await start({
      mcpActions: {
        name: 'Acme',
        description: 'The portal of Acme',
        instructions: `\n  Greet first.\n  ${'Then wait. '.repeat(1_400)}\n`,
      },
    });
    const response = await fetch(backend!.url, {
      ...PING,
      headers: {
        ...PING.headers,
        authorization: mockCredentials.user.header(),
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: {
          protocolVersion: '2025-11-25',
          capabilities: {},
          clientInfo: { name: 'test', version: '1' },
        },
      }),
    });
    expect((await response.json()).result).toMatchObject({
      instructions: `Greet first.\n${'Then wait. '.repeat(1_400).trimEnd()}`,
      serverInfo: { name: 'Acme', description: 'The portal of Acme' },
    });
  });

  it('tells whose portal it is when the operator writes no instructions', async () => {
    await start({
      organization: { name: 'Acme' },
      app: { title: 'Acme Portal' },
    });
    const answer = await postMessage(backend!.url, {
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'test', version: '1' },
      },
    });
    expect((await answer.json()).result.instructions).toBe(
      'These tools are those of Acme Portal, the Backstage developer portal of Acme. They come from its plugin sample. Use them for whatever the portal knows or can do, rather than guessing.',
    );
  });

  it('serves no HTTP+SSE when it is switched off', async () => {
    await start({ mcpActions: { sse: { enabled: false } } });
    const response = await fetch(`${backend!.url}/sse`, {
      headers: { authorization: mockCredentials.user.header() },
    });
    expect(response.status).toBe(404);
  });

  it('refuses to start with a wrong configuration, naming the path', async () => {
    await expect(
      start({ mcpActions: { sse: { maxSessions: 0 } } }),
    ).rejects.toThrow("Invalid config at 'mcpActions.sse.maxSessions'");
  });

  describe('serves OAuth documents', () => {
    it.each([
      ['experimentalDynamicClientRegistration'],
      ['clientIdMetadataDocuments'],
      ['experimentalClientIdMetadataDocuments'],
    ])('when auth.%s is enabled', async key => {
      await start({ auth: { [key]: { enabled: true } } });
      const response = await fetch(`${backend!.rootUrl}${PROTECTED_RESOURCE}`);
      expect(await response.json()).toMatchObject({
        resource: backend!.url,
        authorization_servers: [`${backend!.rootUrl}/api/auth`],
        scopes_supported: ['openid'],
      });
    });

    let documented: McpBackend;

    beforeAll(async () => {
      documented = await startMcpBackend({
        config: {
          auth: OAUTH,
          mcpActions: { servers: { docs: { name: 'Docs' } } },
        },
        features: [authStandIn(res => res.json({ issuer: 'x' }))],
      });
    });

    afterAll(() => documented.stop());

    it.each([
      ['/.well-known/oauth-protected-resource', 200],
      ['/.well-known/oauth-protected-resource/api/mcp-actions/v1', 200],
      [
        '/.well-known/oauth-protected-resource/api/mcp-actions/v1/readonly',
        200,
      ],
      ['/.well-known/oauth-protected-resource/api/mcp-actions/v1/docs', 200],
      [
        '/.well-known/oauth-protected-resource/api/mcp-actions/v1/docs/readonly',
        200,
      ],
      ['/.well-known/oauth-protected-resource/api/mcp-actions/v1/none', 404],
      ['/.well-known/oauth-protected-resource/api/catalog', 404],
      ['/.well-known/oauth-authorization-server', 200],
      ['/.well-known/oauth-authorization-server/api/auth', 200],
      ['/.well-known/oauth-authorization-server/api/mcp-actions/v1', 404],
      ['/.well-known/openid-configuration', 200],
      ['/.well-known/openid-configuration/api/auth', 200],
      ['/.well-known/openid-configuration/api/mcp-actions/v1', 404],
      ['/api/mcp-actions/v1/.well-known/oauth-protected-resource', 200],
      [
        '/api/mcp-actions/v1/docs/readonly/.well-known/oauth-protected-resource',
        200,
      ],
      ['/api/mcp-actions/v1/none/.well-known/oauth-protected-resource', 404],
      ['/api/mcp-actions/v1/.well-known/oauth-authorization-server', 404],
      ['/api/mcp-actions/v1/.well-known/openid-configuration', 404],
    ])('at %s with %d', async (path, found) => {
      const statuses: Record<string, number> = {};
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE']) {
        const response = await fetch(`${documented.rootUrl}${path}`, {
          method,
        });
        statuses[method] = response.status;
        expect(response.headers.get('access-control-allow-origin')).toBe('*');
      }
      expect(statuses).toEqual({
        GET: found,
        HEAD: found,
        OPTIONS: 204,
        POST: 405,
        DELETE: 405,
      });
    });

    it('of an identity provider in front, and leaves its metadata to it', async () => {
      await start({
        mcpActions: {
          oauth: {
            authorizationServers: ['https://id.example'],
            scopesSupported: ['backstage'],
          },
        },
      });
      const resource = await fetch(`${backend!.rootUrl}${PROTECTED_RESOURCE}`);
      expect(await resource.json()).toMatchObject({
        resource: backend!.url,
        authorization_servers: ['https://id.example'],
        scopes_supported: ['backstage'],
      });
      const issuer = await fetch(`${backend!.rootUrl}${AUTHORIZATION_SERVER}`);
      expect(issuer.status).toBe(404);
      expect(await issuer.json()).toEqual({ error: 'not_found' });
      const refused = await ping('/api/mcp-actions/v1');
      expect(refused.headers.get('www-authenticate')).toBe(
        `Bearer scope="backstage", resource_metadata="${backend!.rootUrl}${PROTECTED_RESOURCE}"`,
      );
    });

    it.each(['', '/backstage/api/mcp-actions/v1', '/api/mcp-actions/v1'])(
      'of the external URL behind a proxy with a path prefix, with %p behind the well-known path',
      async path => {
        const discovery = mockServices.discovery.mock({
          getExternalBaseUrl: async pluginId =>
            `https://x.example/backstage/api/${pluginId}`,
        });
        await start({ auth: OAUTH }, [discovery.factory]);
        const response = await fetch(
          `${backend!.rootUrl}/.well-known/oauth-protected-resource${path}`,
        );
        expect(await response.json()).toMatchObject({
          resource: 'https://x.example/backstage/api/mcp-actions/v1',
          authorization_servers: ['https://x.example/backstage/api/auth'],
        });
      },
    );

    it('of the auth backend with one request to it, however many ask at once', async () => {
      let requests = 0;
      await start({ auth: OAUTH }, [
        authStandIn(res => {
          requests += 1;
          res.json({ issuer: 'x' });
        }),
      ]);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          fetch(`${backend!.rootUrl}${AUTHORIZATION_SERVER}?${index}`),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
      expect(requests).toBe(1);
    });

    it('never while OAuth is off', async () => {
      await start();
      for (const path of [PROTECTED_RESOURCE, AUTHORIZATION_SERVER]) {
        const { status } = await fetch(`${backend!.rootUrl}${path}`);
        expect(status).toBe(404);
      }
    });

    it('with the document of the auth backend', async () => {
      await start({ auth: OAUTH }, [
        authStandIn(res => res.json({ issuer: 'x' })),
      ]);
      const response = await fetch(
        `${backend!.rootUrl}${AUTHORIZATION_SERVER}`,
      );
      expect(await response.json()).toEqual({ issuer: 'x' });
    });

    it('with a JSON 502 when there is no auth backend', async () => {
      await start({ auth: OAUTH });
      const response = await fetch(
        `${backend!.rootUrl}${AUTHORIZATION_SERVER}`,
      );
      expect(response.status).toBe(502);
    });
  });

  it('answers, and stops, although the audit sink hangs', async () => {
    const auditor = mockServices.auditor.mock({
      createEvent: () => new Promise(() => {}),
    });
    const { url, stop } = await start({}, [auditor.factory]);
    const client = await connect(url, { era: '2025-11-25', sdk: 'v1' });
    const result = await client.callTool({ name: 'count-teams' });
    expect(result.content).toEqual([{ type: 'text', text: '2' }]);
    expect(auditor.createEvent).toHaveBeenCalled();
    await client.close();
    await stop();
    backend = undefined;
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});

/** Answers the OpenID configuration in place of the auth backend. */
function authStandIn(
  answer: (res: { json(body: object): void; send(body: string): void }) => void,
) {
  return createBackendPlugin({
    pluginId: 'auth',
    register(env) {
      env.registerInit({
        deps: { httpRouter: coreServices.httpRouter },
        async init({ httpRouter }) {
          httpRouter.addAuthPolicy({
            path: '/.well-known',
            allow: 'unauthenticated',
          });
          // Not at every path: the start report asks each plugin for its actions.
          httpRouter.use((req, res, next) =>
            req.path.startsWith('/.well-known/') ? answer(res) : next(),
          );
        },
      });
    },
  });
}
