import { resolve } from 'node:path';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { userInfoServiceFactory } from '@backstage/backend-defaults/userInfo';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import guestProvider from '@backstage/plugin-auth-backend-module-guest-provider';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import mcpActionsPlugin from '..';
import { samplePlugin } from './actions';
import { CLIENT_DOCUMENT_URL, REDIRECT_URL } from './MemoryOAuthProvider';
import type { McpBackend } from './startMcpBackend';
import { until } from './until';

/** An operator's token for a client that is no user. */
export const STATIC_TOKEN = 'token-of-the-nightly-agent';

/** Clients that are configured, one without and one with a secret. */
export const PUBLIC_CLIENT = { client_id: 'acme-assistant' };
export const CONFIDENTIAL_CLIENT = {
  client_id: 'acme-connector',
  client_secret: 'secret-of-the-connector',
};

const CATALOG = resolve(__dirname, '../../dev/catalog/acme.yaml');

const CONFIG = {
  app: { baseUrl: 'http://localhost:3000' },
  backend: {
    baseUrl: 'http://localhost',
    database: { client: 'better-sqlite3', connection: ':memory:' },
    actions: { pluginSources: ['auth', 'catalog', 'sample'] },
    auth: {
      externalAccess: [
        {
          type: 'static',
          options: { token: STATIC_TOKEN, subject: 'nightly-agent' },
        },
      ],
    },
  },
  auth: {
    clientIdMetadataDocuments: {
      enabled: true,
      // Without a wildcard, so that its host is not looked up.
      allowedClientIdPatterns: [CLIENT_DOCUMENT_URL],
      // Stricter than the default, which allows all of this machine.
      allowedRedirectUriPatterns: ['http://127.0.0.1:*/callback'],
    },
    staticClients: [
      { clientId: PUBLIC_CLIENT.client_id, redirectUris: [REDIRECT_URL] },
      {
        clientId: CONFIDENTIAL_CLIENT.client_id,
        clientSecret: CONFIDENTIAL_CLIENT.client_secret,
        redirectUris: [REDIRECT_URL],
      },
    ],
    experimentalRefreshToken: { enabled: true },
    providers: {
      guest: {
        userEntityRef: 'user:default/guest',
        dangerouslyAllowOutsideDevelopment: true,
      },
    },
  },
  catalog: {
    rules: [
      {
        allow: [
          'Location',
          'Group',
          'User',
          'System',
          'Component',
          'API',
          'Resource',
        ],
      },
    ],
    locations: [{ type: 'file', target: CATALOG }],
  },
  mcpActions: {
    servers: {
      people: { name: 'People', filter: { include: [{ id: 'auth:*' }] } },
    },
  },
};

/**
 * A backend whose credentials are real ones: the auth and catalog plugins, the
 * guest as a user of the catalog, and this plugin.
 */
export async function startSignInBackend(): Promise<McpBackend> {
  const backend = await startTestBackend({
    features: [
      authServiceFactory,
      httpAuthServiceFactory,
      userInfoServiceFactory,
      mockServices.rootConfig.factory({ data: CONFIG }),
      // The real one makes a client of each cloud; they are absent in tests.
      mockServices.urlReader.mock().factory,
      authPlugin,
      guestProvider,
      catalogPlugin,
      samplePlugin,
      mcpActionsPlugin,
    ],
  });
  const rootUrl = `http://localhost:${backend.server.port()}`;
  // The catalog reads its locations after the backend is up.
  await until(() => isGuestKnown(rootUrl), { limitMs: 30_000 });
  return {
    rootUrl,
    url: `${rootUrl}/api/mcp-actions/v1`,
    stop: () => backend.stop(),
  };
}

async function isGuestKnown(rootUrl: string): Promise<boolean> {
  const response = await fetch(
    `${rootUrl}/api/catalog/entities/by-name/user/default/guest`,
    { headers: { authorization: `Bearer ${STATIC_TOKEN}` } },
  );
  await response.body?.cancel();
  return response.ok;
}
