import express from 'express';
import request from 'supertest';
import { createServerDocuments } from './createServerDocuments';

const DOCUMENT = '/.well-known/oauth-protected-resource';

/**
 * A plugin whose credentials check refuses everything that the documents pass
 * on.
 */
function samplePlugin(enabled: boolean, prefix = '') {
  const plugin = express.Router();
  plugin.use(
    createServerDocuments({
      servers: [
        { path: '/v1', name: 'Acme Portal' },
        { path: '/v1/readonly', name: 'Acme Portal' },
        { path: '/v1/docs', name: 'Acme Docs' },
      ],
      oauth: {
        enabled,
        configuredWays: [],
        authorizationServers: [],
        scopesSupported: ['openid'],
      },
      discovery: {
        getBaseUrl: async pluginId => `http://internal/api/${pluginId}`,
        getExternalBaseUrl: async pluginId =>
          `https://example.com${prefix}/api/${pluginId}`,
      },
    }),
  );
  plugin.use((_req, res) => {
    res.status(401).end();
  });
  return express().use('/api/mcp-actions', plugin);
}

describe('createServerDocuments', () => {
  it.each([
    {
      path: '/v1',
      resource: 'https://example.com/api/mcp-actions/v1',
      name: 'Acme Portal',
    },
    {
      path: '/v1/readonly',
      resource: 'https://example.com/api/mcp-actions/v1/readonly',
      name: 'Acme Portal',
    },
    {
      path: '/v1/docs',
      resource: 'https://example.com/api/mcp-actions/v1/docs',
      name: 'Acme Docs',
    },
  ])('describes the server at $path', async ({ path, resource, name }) => {
    const response = await request(samplePlugin(true)).get(
      `/api/mcp-actions${path}${DOCUMENT}`,
    );

    expect(response.status).toBe(200);
    expect(response.body).toEqual({
      resource,
      resource_name: name,
      authorization_servers: ['https://example.com/api/auth'],
      scopes_supported: ['openid'],
      bearer_methods_supported: ['header'],
    });
  });

  it('describes the server also with a trailing slash', async () => {
    const response = await request(samplePlugin(true)).get(
      `/api/mcp-actions/v1/docs${DOCUMENT}/`,
    );

    expect(response.body).toMatchObject({
      resource: 'https://example.com/api/mcp-actions/v1/docs',
    });
  });

  it('describes the external URL when a proxy strips a path prefix', async () => {
    const response = await request(samplePlugin(true, '/backstage')).get(
      `/api/mcp-actions/v1/docs${DOCUMENT}`,
    );

    expect(response.body).toMatchObject({
      resource: 'https://example.com/backstage/api/mcp-actions/v1/docs',
      authorization_servers: ['https://example.com/backstage/api/auth'],
    });
  });

  it.each([
    '/v1/.well-known',
    '/v1/.well-known/',
    '/v1/.well-known/oauth-authorization-server',
    '/v1/.well-known/openid-configuration',
    '/v1/.well-known/oauth-protected-resource//',
    '/v1/.well-known/oauth-protected-resource/v1',
    '/v1/docs/.well-known/openid-configuration',
    '/v1/docs/readonly/.well-known/oauth-protected-resource',
    '/v1/sse/.well-known/oauth-protected-resource',
    '/v1/unknown/.well-known/oauth-protected-resource',
  ])('responds to GET %s with a JSON 404', async path => {
    const response = await request(samplePlugin(true)).get(
      `/api/mcp-actions${path}`,
    );

    expect(response.status).toBe(404);
    expect(response.body).toEqual({ error: 'not_found' });
  });

  it.each([
    ['head', 200],
    ['options', 204],
    ['post', 405],
    ['put', 405],
    ['patch', 405],
    ['delete', 405],
  ] as const)('responds to %s with %d', async (method, status) => {
    const response = await request(samplePlugin(true))[method](
      `/api/mcp-actions/v1${DOCUMENT}`,
    );

    expect(response.status).toBe(status);
    expect(response.headers['access-control-allow-origin']).toBe('*');
  });

  it.each([
    ['get', '/v1'],
    ['post', '/v1'],
    ['options', '/v1'],
    ['get', '/v1/docs'],
    ['get', '/v1/sse'],
    ['get', '/v1/info?path=/v1/.well-known/'],
    ['get', '/v1/.well-knownest'],
    ['get', '/v1/docs.well-known/'],
    ['get', '/.well-known/oauth-protected-resource'],
    ['get', '/v2/.well-known/oauth-protected-resource'],
    ['get', '/v10/.well-known/oauth-protected-resource'],
  ] as const)('passes on %s %s', async (method, path) => {
    const response = await request(samplePlugin(true))[method](
      `/api/mcp-actions${path}`,
    );

    expect(response.status).toBe(401);
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each([`/v1${DOCUMENT}`, '/v1/.well-known/openid-configuration'])(
    'responds to GET %s with a JSON 404 while OAuth is off',
    async path => {
      const response = await request(samplePlugin(false)).get(
        `/api/mcp-actions${path}`,
      );

      expect(response.status).toBe(404);
      expect(response.body).toEqual({ error: 'not_found' });
    },
  );
});
