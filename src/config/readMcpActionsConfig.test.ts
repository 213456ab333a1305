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
          filter: {
            include: [],
            exclude: [{ attributes: { readOnly: false } }],
          },
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
      shownErrors: [
        'scaffolder:execute-template',
        'scaffolder:dry-run-template',
        'search:query',
        'techdocs:get-techdocs-metadata',
      ],
      cacheTtlMs: 10_000,
      directAnswers: true,
      callTimeoutMs: 240_000,
      limits: {
        maxBodyBytes: 1_048_576,
        callsInFlight: 50,
        callsPerMinute: 1000,
        destructiveCallsPerMinute: 100,
        store: 'memory',
      },
      permissions: { enabled: false, policyEnabled: false },
      captureToolPayload: false,
      pluginSources: [],
      sse: {
        enabled: true,
        maxSessions: 1000,
        maxSessionsPerPrincipal: 100,
      },
      output: { maxBytes: 204_800, maxBytesByAction: {} },
      oauth: {
        enabled: false,
        configuredWays: [],
        authorizationServers: [],
        scopesSupported: ['openid'],
      },
      page: { enabled: true, links: [] },
      portal: {},
      authClients: {
        documentPatterns: [],
        redirectPatterns: [
          'http://localhost:*/*',
          'http://localhost/*',
          'http://127.0.0.1:*/*',
          'http://127.0.0.1/*',
          'http://[::1]:*/*',
          'http://[::1]/*',
        ],
        publicClients: [],
      },
      allowedOrigins: [],
      allowedHosts: [],
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
        says: 'can be off',
        sse: { enabled: false },
        result: {
          enabled: false,
          maxSessions: 1000,
          maxSessionsPerPrincipal: 100,
        },
      },
      {
        says: 'limits the streams',
        sse: { maxSessions: 1 },
        result: {
          enabled: true,
          maxSessions: 1,
          maxSessionsPerPrincipal: 100,
        },
      },
      {
        says: 'accepts the texts of environment variables',
        sse: { enabled: 'false', maxSessions: '25' },
        result: {
          enabled: false,
          maxSessions: 25,
          maxSessionsPerPrincipal: 100,
        },
      },
    ])('sse $says', ({ sse, result }) => {
      expect(read({ mcpActions: { sse } }).sse).toEqual(result);
    });

    it.each([0, -1, 1.5])('refuses %p as the limit of streams', maxSessions => {
      expect(() => read({ mcpActions: { sse: { maxSessions } } })).toThrow(
        expect.objectContaining({
          name: 'InputError',
          message: `Invalid config at 'mcpActions.sse.maxSessions': ${maxSessions} is not a whole number of 1 or more (in mock-config)`,
        }),
      );
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
      path: 'backend.auth.dangerouslyDisableDefaultAuthPolicy',
      data: { backend: { auth: { dangerouslyDisableDefaultAuthPolicy: {} } } },
    },
  ])('names $path when it has a wrong value: $data', ({ path, data }) => {
    expect(() => read(data)).toThrow(`'${path}`);
  });
});
