import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DiscoveryService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { mountWellKnownRoutes } from './mountWellKnownRoutes';

const RESOURCE = '/.well-known/oauth-protected-resource';
const SERVER = '/.well-known/oauth-authorization-server';

interface PortalOptions {
  externalUrl?: string;
  internalUrl?: string;
}

async function startAuthBackend(): Promise<Server> {
  const server = createServer((_req, res) =>
    res.end('{"issuer":"https://example.com/api/auth"}'),
  );
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise(resolve => {
    server.close(resolve);
  });
}

/** A backend at `externalUrl` that asks its auth backend at `internalUrl`. */
function portal(options: PortalOptions = {}) {
  const { externalUrl = 'https://example.com', internalUrl = '' } = options;
  const discovery: DiscoveryService = {
    getBaseUrl: async pluginId => `${internalUrl}/api/${pluginId}`,
    getExternalBaseUrl: async pluginId => `${externalUrl}/api/${pluginId}`,
  };
  const logger = mockServices.logger.mock();
  const app = express();
  mountWellKnownRoutes({
    rootHttpRouter: app,
    servers: [
      { path: '/v1', name: 'Acme Portal' },
      { path: '/v1/docs', name: 'Acme Docs' },
    ],
    oauth: { enabled: true, scopesSupported: ['openid'] },
    discovery,
    logger,
  });
  return { app, logger };
}

describe(`${RESOURCE}/…`, () => {
  it.each([
    {
      path: '/api/mcp-actions/v1',
      resource: 'https://example.com/api/mcp-actions/v1',
      name: 'Acme Portal',
    },
    {
      path: '/api/mcp-actions/v1/docs',
      resource: 'https://example.com/api/mcp-actions/v1/docs',
      name: 'Acme Docs',
    },
  ])('describes the server at $path', async ({ path, resource, name }) => {
    const response = await request(portal().app).get(`${RESOURCE}${path}`);

    expect(response.status).toBe(200);
    expect(response.body).toEqual({
      resource,
      resource_name: name,
      authorization_servers: ['https://example.com/api/auth'],
      scopes_supported: ['openid'],
      bearer_methods_supported: ['header'],
    });
  });

  it.each([
    {
      proxy: 'keeps its prefix',
      path: '/backstage/api/mcp-actions/v1',
    },
    { proxy: 'strips its prefix', path: '/api/mcp-actions/v1' },
  ])('describes the external URL when a proxy $proxy', async ({ path }) => {
    const { app } = portal({ externalUrl: 'https://example.com/backstage' });

    const response = await request(app).get(`${RESOURCE}${path}`);

    expect(response.body).toMatchObject({
      resource: 'https://example.com/backstage/api/mcp-actions/v1',
      authorization_servers: ['https://example.com/backstage/api/auth'],
    });
  });

  it('takes the host from the configuration, not from the request', async () => {
    const response = await request(portal().app)
      .get(`${RESOURCE}/api/mcp-actions/v1`)
      .set('Host', 'attacker.example');

    expect(response.body.resource).toBe(
      'https://example.com/api/mcp-actions/v1',
    );
  });

  it.each(['', '/', '/api/mcp-actions', '/api/mcp-actions/v2', '/api/auth'])(
    'answers 404 for the path %p below it',
    async path => {
      const response = await request(portal().app).get(`${RESOURCE}${path}`);

      expect(response.status).toBe(404);
      expect(response.body).toEqual({ error: 'not_found' });
    },
  );
});

describe(`${SERVER}`, () => {
  let authBackend: Server;
  let internalUrl: string;

  beforeAll(async () => {
    authBackend = await startAuthBackend();
    internalUrl = urlOf(authBackend);
  });

  afterAll(() => stop(authBackend));

  it.each(['', '/', '/api/auth'])(
    'passes on the document of the auth backend at %p below it',
    async path => {
      const { app } = portal({ internalUrl });

      const response = await request(app).get(`${SERVER}${path}`);

      expect(response.status).toBe(200);
      expect(response.body).toEqual({ issuer: 'https://example.com/api/auth' });
    },
  );

  it('has the path of the issuer when a proxy keeps its prefix', async () => {
    const { app } = portal({
      internalUrl,
      externalUrl: 'https://example.com/backstage',
    });

    const response = await request(app).get(`${SERVER}/backstage/api/auth`);

    expect(response.status).toBe(200);
  });

  it('answers 404 for the path of another issuer', async () => {
    const { app } = portal({ internalUrl });

    const response = await request(app).get(`${SERVER}/api/catalog`);

    expect(response.status).toBe(404);
    expect(response.body).toEqual({ error: 'not_found' });
  });

  it('answers 503 and logs why when the auth backend does not answer', async () => {
    const stopped = await startAuthBackend();
    const { app, logger } = portal({ internalUrl: urlOf(stopped) });
    await stop(stopped);

    const response = await request(app).get(SERVER);

    expect(response.status).toBe(503);
    expect(response.body).toEqual({ error: 'temporarily_unavailable' });
    expect(logger.warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^The auth backend's OAuth document: no connection: /,
        ),
      ],
    ]);
  });
});

describe.each([`${RESOURCE}/api/mcp-actions/v1`, SERVER])('%s', path => {
  it.each(['post', 'put', 'patch', 'delete'] as const)(
    'answers 405 to %s',
    async method => {
      const response = await request(portal().app)[method](path);

      expect(response.status).toBe(405);
      expect(response.headers.allow).toBe('GET, HEAD');
      expect(response.body).toEqual({ error: 'method_not_allowed' });
    },
  );
});

it('answers HEAD without a body', async () => {
  const response = await request(portal().app).head(
    `${RESOURCE}/api/mcp-actions/v1`,
  );

  expect(response.status).toBe(200);
  expect(response.headers['content-type']).toBe(
    'application/json; charset=utf-8',
  );
});
