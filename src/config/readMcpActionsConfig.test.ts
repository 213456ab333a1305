import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

function read(data: JsonObject) {
  return readMcpActionsConfig(new ConfigReader(data));
}

describe('readMcpActionsConfig', () => {
  it('has a default for everything', () => {
    expect(read({})).toEqual({
      servers: [
        {
          key: 'default',
          path: '/v1',
          name: 'backstage',
          filter: { include: [], exclude: [] },
          filterPath: 'mcpActions.default.filter',
          readOnly: false,
        },
        {
          key: 'default',
          path: '/v1/readonly',
          name: 'backstage',
          filter: { include: [], exclude: [] },
          filterPath: 'mcpActions.default.filter',
          readOnly: true,
        },
      ],
      overrides: {},
      toolNames: {
        namespaced: true,
        style: 'snake_case',
        maxLength: 48,
        aliases: {},
      },
      schemas: 'portable',
      outputSchemas: true,
      coerceArguments: true,
      cacheTtlMs: 10_000,
      captureToolPayload: false,
      pluginSources: [],
      sse: { enabled: true, maxSessions: 1000 },
      oauth: { enabled: false, scopesSupported: ['openid'] },
      allowedOrigins: [],
      credentialsRequired: true,
    });
  });

  describe('mcpActions', () => {
    it('describes the default server', () => {
      expect(
        read({
          mcpActions: {
            name: 'Acme Portal',
            description: 'The software of Acme',
            instructions: 'Start with catalog_query_catalog_entities',
          },
        }).servers[0],
      ).toEqual({
        key: 'default',
        path: '/v1',
        name: 'Acme Portal',
        description: 'The software of Acme',
        instructions: 'Start with catalog_query_catalog_entities',
        filter: { include: [], exclude: [] },
        filterPath: 'mcpActions.default.filter',
        readOnly: false,
      });
    });

    it.each([
      {
        says: 'switches HTTP+SSE off',
        sse: { enabled: false },
        result: { enabled: false, maxSessions: 1000 },
      },
      {
        says: 'bounds the streams',
        sse: { maxSessions: 1 },
        result: { enabled: true, maxSessions: 1 },
      },
      {
        says: 'may be written as environment variables give it',
        sse: { enabled: 'false', maxSessions: '25' },
        result: { enabled: false, maxSessions: 25 },
      },
    ])('sse $says', ({ sse, result }) => {
      expect(read({ mcpActions: { sse } }).sse).toEqual(result);
    });

    it.each([0, -1, 1.5])('refuses %p as the bound of streams', maxSessions => {
      expect(() => read({ mcpActions: { sse: { maxSessions } } })).toThrow(
        expect.objectContaining({
          name: 'InputError',
          message: `Invalid config at 'mcpActions.sse.maxSessions': ${maxSessions} is not a whole number above 0`,
        }),
      );
    });
  });

  describe('auth', () => {
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
        says: 'as the newer spelling says when both are there',
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
        says: 'off with switches that say nothing',
        auth: {
          experimentalDynamicClientRegistration: {},
          clientIdMetadataDocuments: {},
        },
        enabled: false,
      },
      {
        says: 'off with refresh tokens alone',
        auth: { experimentalRefreshToken: { enabled: true } },
        enabled: false,
      },
    ])('has OAuth $says', ({ auth, enabled }) => {
      expect(read({ auth }).oauth.enabled).toBe(enabled);
    });

    it.each([
      { enabled: true, scopes: ['openid', 'offline_access'] },
      { enabled: false, scopes: ['openid'] },
    ])(
      'supports the scopes $scopes with refresh tokens: $enabled',
      ({ enabled, scopes }) => {
        expect(
          read({ auth: { experimentalRefreshToken: { enabled } } }).oauth
            .scopesSupported,
        ).toEqual(scopes);
      },
    );
  });

  describe('allowedOrigins', () => {
    it.each<{ says: string; data: JsonObject; origins: string[] }>([
      {
        says: 'the origin of the app',
        data: { app: { baseUrl: 'https://portal.example.com/backstage/' } },
        origins: ['https://portal.example.com'],
      },
      {
        says: 'the origin of the backend',
        data: { backend: { baseUrl: 'http://localhost:7007' } },
        origins: ['http://localhost:7007'],
      },
      {
        says: 'one origin of CORS',
        data: { backend: { cors: { origin: 'https://*.example.com' } } },
        origins: ['https://*.example.com'],
      },
      {
        says: 'several origins of CORS',
        data: {
          backend: {
            cors: { origin: ['https://one.example', 'https://two.example'] },
          },
        },
        origins: ['https://one.example', 'https://two.example'],
      },
      {
        says: 'all of them',
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: {
            baseUrl: 'http://localhost:7007',
            cors: { origin: 'https://one.example' },
          },
        },
        origins: [
          'http://localhost:3000',
          'http://localhost:7007',
          'https://one.example',
        ],
      },
    ])('has $says', ({ data, origins }) => {
      expect(read(data).allowedOrigins).toEqual(origins);
    });
  });

  it.each([
    { disabled: true, required: false },
    { disabled: false, required: true },
  ])(
    'requires credentials: $required when the default auth policy is disabled: $disabled',
    ({ disabled, required }) => {
      const auth = { dangerouslyDisableDefaultAuthPolicy: disabled };

      expect(read({ backend: { auth } }).credentialsRequired).toBe(required);
    },
  );

  it.each<{ path: string; data: JsonObject }>([
    { path: 'mcpActions.name', data: { mcpActions: { name: 42 } } },
    { path: 'mcpActions.name', data: { mcpActions: { name: '' } } },
    {
      path: 'mcpActions.description',
      data: { mcpActions: { description: [] } },
    },
    {
      path: 'mcpActions.instructions',
      data: { mcpActions: { instructions: {} } },
    },
    {
      path: 'mcpActions.sse.enabled',
      data: { mcpActions: { sse: { enabled: 'maybe' } } },
    },
    {
      path: 'mcpActions.sse.maxSessions',
      data: { mcpActions: { sse: { maxSessions: 'many' } } },
    },
    {
      path: 'auth.experimentalRefreshToken.enabled',
      data: { auth: { experimentalRefreshToken: { enabled: [] } } },
    },
    { path: 'app.baseUrl', data: { app: { baseUrl: 42 } } },
    {
      path: 'backend.cors.origin',
      data: { backend: { cors: { origin: [42] } } },
    },
    {
      path: 'backend.auth.dangerouslyDisableDefaultAuthPolicy',
      data: { backend: { auth: { dangerouslyDisableDefaultAuthPolicy: {} } } },
    },
  ])('names $path when it has a wrong value: $data', ({ path, data }) => {
    expect(() => read(data)).toThrow(`'${path}`);
  });
});
