import { hostClientDocument } from '../__testUtils__/hostClientDocument';
import {
  CLIENT_DOCUMENT_URL,
  MemoryOAuthProvider,
  REDIRECT_URL,
} from '../__testUtils__/MemoryOAuthProvider';
import {
  openClient,
  requestConsent,
  SDK_CLIENTS,
  signIn,
  STREAMABLE_CLIENTS,
} from '../__testUtils__/signIn';
import {
  CONFIDENTIAL_CLIENT,
  PUBLIC_CLIENT,
  startSignInBackend,
  STATIC_TOKEN,
} from '../__testUtils__/startSignInBackend';
import type { McpBackend } from '../__testUtils__/startMcpBackend';

const MCP = '/api/mcp-actions/v1';
const TELL_CALLER = { name: 'sample_tell_caller', arguments: {} };
const START_TIMEOUT_MS = 60_000;

/**
 * With the real auth backend, its guest, and the OAuth clients of both SDKs.
 */
describe('signing in', () => {
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startSignInBackend();
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await backend.stop();
  });

  beforeEach(hostClientDocument);

  afterEach(() => {
    jest.restoreAllMocks();
  });

  describe.each(SDK_CLIENTS)('with SDK $sdk over $transport', client => {
    const first =
      client.transport === 'HTTP+SSE'
        ? `GET ${MCP}/sse 401`
        : `POST ${MCP} 401`;

    it('needs only the URL of the server', async () => {
      const provider = new MemoryOAuthProvider();
      await using _ = await requestConsent(backend.url, client, provider);
      expect(provider.requests).toEqual([
        first,
        `GET /.well-known/oauth-protected-resource${MCP} 200`,
        'GET /.well-known/oauth-authorization-server/api/auth 200',
      ]);
    });

    it('asks the user for consent with PKCE, and names the server', async () => {
      const provider = new MemoryOAuthProvider();
      await using _ = await requestConsent(backend.url, client, provider);
      const { origin, pathname, searchParams } = provider.authorizationUrl!;
      expect(`${origin}${pathname}`).toBe(
        `${backend.rootUrl}/api/auth/v1/authorize`,
      );
      expect(Object.fromEntries(searchParams)).toMatchObject({
        response_type: 'code',
        client_id: CLIENT_DOCUMENT_URL,
        redirect_uri: REDIRECT_URL,
        code_challenge: expect.stringMatching(/^[\w-]{43}$/),
        code_challenge_method: 'S256',
        resource: backend.url,
      });
    });

    it('lists the tools', async () => {
      const provider = new MemoryOAuthProvider();
      await using opened = await signIn(backend.url, client, provider);
      const { tools } = await opened.listTools();
      expect(tools.map(tool => tool.name)).toEqual(
        expect.arrayContaining([
          'auth_who_am_i',
          'catalog_get_catalog_entity',
          'sample_tell_caller',
        ]),
      );
    });

    it('calls a tool as the user', async () => {
      const provider = new MemoryOAuthProvider();
      await using opened = await signIn(backend.url, client, provider);
      const result = await opened.callTool({
        name: 'auth_who_am_i',
        arguments: {},
      });
      expect(result.structuredContent).toMatchObject({
        userInfo: { userEntityRef: 'user:default/guest' },
      });
    });

    it('gets a challenge without an error, since it sent no token', async () => {
      const provider = new MemoryOAuthProvider();
      await using _ = await requestConsent(backend.url, client, provider);
      expect(provider.challenges).toEqual([
        expect.stringMatching(/^Bearer (?!.*error)/),
      ]);
    });
  });

  describe.each(SDK_CLIENTS)(
    'as a static client, with SDK $sdk over $transport',
    client => {
      it.each([
        { kind: 'no secret', configured: PUBLIC_CLIENT },
        { kind: 'a secret', configured: CONFIDENTIAL_CLIENT },
      ])('calls a tool as the user with $kind, and refreshes', async row => {
        const { configured } = row;
        const provider = new MemoryOAuthProvider();
        const issuer = `${backend.rootUrl}/api/auth`;
        provider.client = { ...configured, issuer };
        await using opened = await signIn(backend.url, client, provider);

        const result = await opened.callTool(TELL_CALLER);
        expect(result.structuredContent).toEqual({
          caller: 'user:default/guest',
        });
        expect(provider.authorizationUrl!.searchParams.get('client_id')).toBe(
          configured.client_id,
        );

        const first = provider.stored!;
        provider.stored = { ...first, access_token: 'opaque' };
        await opened.callTool(TELL_CALLER);
        expect(provider.stored.refresh_token).not.toBe(first.refresh_token);
      });

      it('gets no token with a wrong secret', async () => {
        // SDK v2 logs that it forgets the client.
        jest.spyOn(console, 'warn').mockImplementation();
        const provider = new MemoryOAuthProvider();
        const issuer = `${backend.rootUrl}/api/auth`;
        provider.client = {
          ...CONFIDENTIAL_CLIENT,
          client_secret: 'another',
          issuer,
        };

        await expect(signIn(backend.url, client, provider)).rejects.toThrow(
          'Invalid client credentials',
        );
        expect(provider.stored).toBeUndefined();
      });
    },
  );

  describe.each(SDK_CLIENTS)(
    'to another server, with SDK $sdk over $transport',
    client => {
      it.each(['/people', '/readonly', '/people/readonly'])(
        'finds the document of %s',
        async path => {
          const provider = new MemoryOAuthProvider();
          const url = `${backend.url}${path}`;
          await using opened = await signIn(url, client, provider);
          const result = await opened.callTool({
            name: 'auth_who_am_i',
            arguments: {},
          });
          expect(result.structuredContent).toMatchObject({
            userInfo: { userEntityRef: 'user:default/guest' },
          });
          expect(provider.requests[1]).toBe(
            `GET /.well-known/oauth-protected-resource${MCP}${path} 200`,
          );
          expect(provider.authorizationUrl!.searchParams.get('resource')).toBe(
            url,
          );
        },
      );
    },
  );

  describe.each(STREAMABLE_CLIENTS)('acts with SDK $sdk', client => {
    it.each([
      ['user', 'sample_tell_caller', /"user:default\/guest"/],
      ['user', 'auth_who_am_i', /"userEntityRef":"user:default\/guest"/],
      ['static', 'sample_tell_caller', /"plugin:mcp-actions"/],
      ['static', 'auth_who_am_i', /^NotAllowedError: .*user credentials/],
    ])('by a %s token in %s', async (token, name, read) => {
      const provider = new MemoryOAuthProvider();
      if (token === 'static') {
        provider.stored = { access_token: STATIC_TOKEN, token_type: 'Bearer' };
      } else {
        await using _ = await signIn(backend.url, client, provider);
      }
      await using opened = openClient(backend.url, client, provider);
      await opened.connect();
      const result = await opened.callTool({ name, arguments: {} });
      expect(result.content).toEqual([
        { type: 'text', text: expect.stringMatching(read) },
      ]);
    });
  });
});
