import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { mockServices } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import type { JsonObject } from '@backstage/types';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { until } from '../__testUtils__/until';

const TOKEN = 'token-of-the-operator';
const START_TIMEOUT_MS = 60_000;

let backend: McpBackend | undefined;
const logger = mockServices.logger.mock();

/** Starts the real auth backend with this configuration. */
async function start(auth: JsonObject): Promise<void> {
  logger.child.mockReturnValue(logger);
  backend = await startMcpBackend({
    credentialServices: [authServiceFactory, httpAuthServiceFactory],
    features: [authPlugin, logger.factory],
    config: {
      app: { baseUrl: 'http://localhost:3000' },
      backend: {
        baseUrl: 'http://localhost',
        database: { client: 'better-sqlite3', connection: ':memory:' },
        actions: { pluginSources: ['sample'] },
        auth: {
          externalAccess: [
            { type: 'static', options: { token: TOKEN, subject: 'operator' } },
          ],
        },
      },
      auth,
    },
  });
}

async function challenge(): Promise<string | null> {
  const response = await fetch(backend!.url, { method: 'POST' });
  await response.body?.cancel();
  expect(response.status).toBe(401);
  return response.headers.get('www-authenticate');
}

async function reportedOAuth(): Promise<unknown> {
  const response = await fetch(`${backend!.url}/info`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  return (await response.json()).oauth;
}

const warnings = () =>
  logger.warn.mock.calls
    .map(([message]) => message)
    .filter(message => message.includes('sign in'));

afterEach(async () => {
  await backend?.stop();
  jest.clearAllMocks();
});

describe('with the real auth backend', () => {
  it(
    'a sign-in that needs the removed registration is reported, and not offered',
    async () => {
      await start({ experimentalDynamicClientRegistration: { enabled: true } });

      await until(async () => warnings().length > 0);
      expect(warnings()).toEqual([
        'No MCP client can sign in: auth.experimentalDynamicClientRegistration is removed in Backstage 1.57. Set auth.clientIdMetadataDocuments.enabled: true (before Backstage 1.54: auth.experimentalClientIdMetadataDocuments.enabled: true), or list your clients in auth.staticClients. See docs/authentication.md',
      ]);
      expect(await challenge()).toBe('Bearer');
      expect(await reportedOAuth()).toMatchObject({ enabled: true, ways: [] });
      expect(warnings()).toHaveLength(1);
    },
    START_TIMEOUT_MS,
  );

  it.each([
    {
      way: 'client-id-metadata-document',
      auth: { clientIdMetadataDocuments: { enabled: true } },
    },
    {
      way: 'client-id-metadata-document',
      auth: { experimentalClientIdMetadataDocuments: { enabled: true } },
    },
    {
      way: 'static-client',
      auth: {
        staticClients: [
          {
            clientId: 'acme-assistant',
            redirectUris: ['http://127.0.0.1:8123/callback'],
          },
        ],
      },
    },
  ])(
    'a sign-in by $way is offered with $auth',
    async ({ way, auth }) => {
      await start(auth);

      expect(await challenge()).toBe(
        `Bearer scope="openid", resource_metadata="${backend!.rootUrl}/.well-known/oauth-protected-resource/api/mcp-actions/v1"`,
      );
      expect(await reportedOAuth()).toMatchObject({
        enabled: true,
        ways: [way],
      });
      expect(warnings()).toEqual([]);
    },
    START_TIMEOUT_MS,
  );
});
