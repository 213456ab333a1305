import {
  authorizationServersOf,
  resourceMetadataUrl,
  resourceUrl,
  toProtectedResource,
} from './protectedResource';

const definition = { key: 'default', path: '/v1', name: 'Acme Portal' };

describe('resourceUrl', () => {
  it.each([
    {
      baseUrl: 'https://example.com/api/mcp-actions',
      resource: 'https://example.com/api/mcp-actions/v1',
    },
    {
      baseUrl: 'http://localhost:7007/api/mcp-actions',
      resource: 'http://localhost:7007/api/mcp-actions/v1',
    },
    {
      baseUrl: 'https://example.com/backstage/api/mcp-actions',
      resource: 'https://example.com/backstage/api/mcp-actions/v1',
    },
  ])('of a server below $baseUrl is $resource', ({ baseUrl, resource }) => {
    expect(resourceUrl(baseUrl, definition)).toBe(resource);
  });
});

describe('resourceMetadataUrl', () => {
  it.each([
    {
      resource: 'https://example.com/api/mcp-actions/v1',
      metadata:
        'https://example.com/.well-known/oauth-protected-resource/api/mcp-actions/v1',
    },
    {
      resource: 'http://localhost:7007/api/mcp-actions/v1',
      metadata:
        'http://localhost:7007/.well-known/oauth-protected-resource/api/mcp-actions/v1',
    },
    {
      resource: 'https://example.com/backstage/api/mcp-actions/v1',
      metadata:
        'https://example.com/.well-known/oauth-protected-resource/backstage/api/mcp-actions/v1',
    },
  ])(
    "of $resource has the resource's path after the well-known path",
    ({ resource, metadata }) => {
      expect(resourceMetadataUrl(resource)).toBe(metadata);
    },
  );
});

describe('toProtectedResource', () => {
  it('describes a server', () => {
    expect(
      toProtectedResource({
        definition,
        baseUrl: 'https://example.com/api/mcp-actions',
        authorizationServers: ['https://example.com/api/auth'],
        scopesSupported: ['openid', 'offline_access'],
      }),
    ).toEqual({
      resource: 'https://example.com/api/mcp-actions/v1',
      resource_name: 'Acme Portal',
      authorization_servers: ['https://example.com/api/auth'],
      scopes_supported: ['openid', 'offline_access'],
      bearer_methods_supported: ['header'],
    });
  });

  it('leaves out scopes when there are none (RFC 9728 §3.2)', () => {
    expect(
      toProtectedResource({
        definition,
        baseUrl: 'https://example.com/api/mcp-actions',
        authorizationServers: ['https://id.example'],
        scopesSupported: [],
      }),
    ).toEqual({
      resource: 'https://example.com/api/mcp-actions/v1',
      resource_name: 'Acme Portal',
      authorization_servers: ['https://id.example'],
      bearer_methods_supported: ['header'],
    });
  });
});

describe('authorizationServersOf', () => {
  it.each([
    { configured: [], result: ['https://example.com/api/auth'] },
    {
      configured: ['https://id.example', 'https://id2.example'],
      result: ['https://id.example', 'https://id2.example'],
    },
  ])('is $result when $configured is configured', ({ configured, result }) => {
    const oauth = {
      enabled: true,
      configuredWays: [],
      authorizationServers: configured,
      scopesSupported: [],
    };
    expect(
      authorizationServersOf(oauth, 'https://example.com/api/auth'),
    ).toEqual(result);
  });
});
