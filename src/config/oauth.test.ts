import { ConfigReader } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

const STATIC_CLIENT = {
  clientId: 'acme-assistant',
  redirectUris: ['http://127.0.0.1:8123/callback'],
};
const REFRESH_TOKENS = { experimentalRefreshToken: { enabled: true } };

function read(data: JsonObject) {
  return readMcpActionsConfig(new ConfigReader(data)).oauth;
}

function readBlock(oauth: JsonValue) {
  return read({ mcpActions: { oauth } });
}

describe('oauth', () => {
  it('has OAuth off when nothing is configured', () => {
    expect(read({})).toEqual({
      enabled: false,
      configuredWays: [],
      authorizationServers: [],
      scopesSupported: ['openid'],
    });
  });

  it('reads each way to sign in that the auth backend is configured for', () => {
    const auth = {
      clientIdMetadataDocuments: { enabled: true },
      staticClients: [STATIC_CLIENT],
      experimentalDynamicClientRegistration: { enabled: true },
    };

    expect(read({ auth }).configuredWays).toEqual([
      'client-id-metadata-document',
      'static-client',
      'dynamic-client-registration',
    ]);
  });

  it('ignores the auth backend if there is another identity provider', () => {
    const auth = { staticClients: [STATIC_CLIENT] };
    const oauth = { authorizationServers: ['https://id.example'] };

    expect(read({ auth, mcpActions: { oauth } }).configuredWays).toEqual([
      'authorization-server',
    ]);
  });

  it.each<{ says: string; auth: JsonObject; enabled: boolean }>([
    {
      says: 'on with dynamic client registration',
      auth: { experimentalDynamicClientRegistration: { enabled: true } },
      enabled: true,
    },
    {
      says: 'on with client ID metadata documents',
      auth: { clientIdMetadataDocuments: { enabled: true } },
      enabled: true,
    },
    {
      says: 'on with the older spelling of client ID metadata documents',
      auth: { experimentalClientIdMetadataDocuments: { enabled: true } },
      enabled: true,
    },
    {
      says: 'on with one switch on and the other off',
      auth: {
        experimentalDynamicClientRegistration: { enabled: true },
        clientIdMetadataDocuments: { enabled: false },
      },
      enabled: true,
    },
    {
      says: 'as in the newer spelling when both are set',
      auth: {
        clientIdMetadataDocuments: { enabled: false },
        experimentalClientIdMetadataDocuments: { enabled: true },
      },
      enabled: false,
    },
    {
      says: 'off with both switches off',
      auth: {
        experimentalDynamicClientRegistration: { enabled: false },
        clientIdMetadataDocuments: { enabled: false },
      },
      enabled: false,
    },
    {
      says: 'off with empty switches',
      auth: {
        experimentalDynamicClientRegistration: {},
        clientIdMetadataDocuments: {},
      },
      enabled: false,
    },
    {
      says: 'on with static clients',
      auth: { staticClients: [STATIC_CLIENT] },
      enabled: true,
    },
    {
      says: 'off with an empty list of static clients',
      auth: { staticClients: [] },
      enabled: false,
    },
    {
      says: 'off with refresh tokens alone',
      auth: REFRESH_TOKENS,
      enabled: false,
    },
  ])('has OAuth $says', ({ auth, enabled }) => {
    expect(read({ auth }).enabled).toBe(enabled);
  });

  it.each([
    {
      says: 'on with another identity provider',
      issuers: ['https://id.example'],
      enabled: true,
    },
    {
      says: 'off with an empty list of identity providers',
      issuers: [],
      enabled: false,
    },
  ])('has OAuth $says', ({ issuers, enabled }) => {
    expect(readBlock({ authorizationServers: issuers }).enabled).toBe(enabled);
  });

  it('keeps issuers unchanged, since clients compare them byte by byte', () => {
    const issuers = [
      'https://ID.example/',
      'http://localhost:8080/realms/acme',
    ];

    expect(
      readBlock({ authorizationServers: issuers }).authorizationServers,
    ).toEqual(['https://ID.example/', 'http://localhost:8080/realms/acme']);
  });

  it.each([
    '',
    'id.example',
    '/realms/acme',
    'ftp://id.example',
    'https://',
    'https://id.example?realm=acme',
    'https://id.example/#acme',
    'https://jane:secret@id.example',
    ' https://id.example',
    'https://id.example/a b',
  ])('refuses %p as an issuer', issuer => {
    expect(() =>
      readBlock({ authorizationServers: ['https://ok.example', issuer] }),
    ).toThrow("mcpActions.oauth.authorizationServers[1]'");
  });

  it('describes a valid issuer', () => {
    expect(() => readBlock({ authorizationServers: ['id.example'] })).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message:
          "Invalid config at 'mcpActions.oauth.authorizationServers[0]': id.example is not an http or https URL without user, query and fragment (in mock-config)",
      }),
    );
  });

  it.each<{ oauth: JsonObject; auth: JsonObject; scopes: string[] }>([
    { oauth: {}, auth: {}, scopes: ['openid'] },
    { oauth: {}, auth: REFRESH_TOKENS, scopes: ['openid', 'offline_access'] },
    {
      oauth: {},
      auth: { experimentalRefreshToken: { enabled: false } },
      scopes: ['openid'],
    },
    {
      oauth: { offlineAccess: false },
      auth: REFRESH_TOKENS,
      scopes: ['openid'],
    },
    {
      oauth: { offlineAccess: true },
      auth: {},
      scopes: ['openid', 'offline_access'],
    },
    {
      oauth: { scopesSupported: ['backstage.read', 'backstage.write'] },
      auth: {},
      scopes: ['backstage.read', 'backstage.write'],
    },
    {
      oauth: { scopesSupported: ['offline_access', 'openid'] },
      auth: {},
      scopes: ['openid', 'offline_access'],
    },
    {
      oauth: {
        scopesSupported: ['openid', 'offline_access'],
        offlineAccess: false,
      },
      auth: {},
      scopes: ['openid'],
    },
    { oauth: { scopesSupported: [] }, auth: {}, scopes: [] },
  ])(
    'supports $scopes with mcpActions.oauth $oauth and auth $auth',
    ({ oauth, auth, scopes }) => {
      expect(read({ mcpActions: { oauth }, auth }).scopesSupported).toEqual(
        scopes,
      );
    },
  );

  it.each(['', 'openid profile', 'say "hi"', 'a\\b', 'naïve'])(
    'refuses %p as a scope',
    scope => {
      expect(() => readBlock({ scopesSupported: ['openid', scope] })).toThrow(
        "mcpActions.oauth.scopesSupported[1]'",
      );
    },
  );

  it('describes a valid scope', () => {
    expect(() => readBlock({ scopesSupported: ['openid profile'] })).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message:
          "Invalid config at 'mcpActions.oauth.scopesSupported[0]': openid profile is not a scope, which has no spaces, quotation marks or backslashes (in mock-config)",
      }),
    );
  });

  it.each<{ path: string; data: JsonObject }>([
    { path: 'mcpActions.oauth', data: { mcpActions: { oauth: true } } },
    {
      path: 'mcpActions.oauth.scopes',
      data: { mcpActions: { oauth: { scopes: ['openid'] } } },
    },
    {
      path: 'mcpActions.oauth.offlineAccess',
      data: { mcpActions: { oauth: { offlineAccess: 'maybe' } } },
    },
    {
      path: 'mcpActions.oauth.authorizationServers',
      data: {
        mcpActions: { oauth: { authorizationServers: 'https://id.example' } },
      },
    },
    {
      path: 'mcpActions.oauth.scopesSupported',
      data: { mcpActions: { oauth: { scopesSupported: [42] } } },
    },
    {
      path: 'auth.experimentalRefreshToken.enabled',
      data: { auth: { experimentalRefreshToken: { enabled: [] } } },
    },
  ])('names $path when it has a wrong value: $data', ({ path, data }) => {
    expect(() => read(data)).toThrow(`'${path}`);
  });
});
