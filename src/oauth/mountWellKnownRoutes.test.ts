import { DefaultRootHttpRouter } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices } from '@backstage/backend-test-utils';
import type { DiscoveryService } from '@backstage/backend-plugin-api';
import express from 'express';
import request from 'supertest';
import type { OAuthConfig } from '../config/types';
import { AuthorizationServerMetadata } from './AuthorizationServerMetadata';
import { mountWellKnownRoutes } from './mountWellKnownRoutes';

const RESOURCE = '/.well-known/oauth-protected-resource';
const SERVER = '/.well-known/oauth-authorization-server';
const OPENID = '/.well-known/openid-configuration';
const NOT_FOUND = { error: 'not_found' };

const DEFAULT = { path: '/v1', name: 'Acme Portal' };
const DEFAULT_READONLY = { path: '/v1/readonly', name: 'Acme Portal' };
const DOCS = { path: '/v1/docs', name: 'Acme Docs' };
const DOCS_READONLY = { path: '/v1/docs/readonly', name: 'Acme Docs' };

interface PortalOptions {
  externalUrl?: string;
  servers?: Array<typeof DEFAULT>;
  oauth?: Partial<OAuthConfig>;
}

/**
 * The root of a backend at `externalUrl`, where the app serves every other
 * path.
 */
async function portal(options: PortalOptions = {}) {
  const { externalUrl = 'https://example.com' } = options;
  const rootHttpRouter = DefaultRootHttpRouter.create();
  for (const pluginId of ['app', 'auth', 'mcp-actions']) {
    rootHttpRouter.use(`/api/${pluginId}`, (_req, res) => {
      res.status(200).send(`<h1>${pluginId}</h1>`);
    });
  }
  const logger = mockServices.logger.mock();
  const discovery: DiscoveryService = {
    getBaseUrl: async pluginId => `http://internal.example/api/${pluginId}`,
    getExternalBaseUrl: async pluginId => `${externalUrl}/api/${pluginId}`,
  };
  await mountWellKnownRoutes({
    rootHttpRouter,
    servers: options.servers ?? [
      DEFAULT,
      DEFAULT_READONLY,
      DOCS,
      DOCS_READONLY,
    ],
    oauth: {
      enabled: true,
      configuredWays: ['client-id-metadata-document'],
      authorizationServers: [],
      scopesSupported: ['openid'],
      ...options.oauth,
    },
    discovery,
    metadata: AuthorizationServerMetadata.create({ discovery, logger }),
    guard: (req, res, next) =>
      req.query.refuse ? res.status(414).json({}) : next(),
  });
  return { app: express().use(rootHttpRouter.handler()), logger };
}

let upstream: jest.SpyInstance;

beforeEach(() => {
  upstream = jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () =>
      Response.json({ issuer: 'https://example.com/api/auth' }),
    );
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe(`${RESOURCE}/…`, () => {
  it.each([
    {
      path: '',
      resource: 'https://example.com/api/mcp-actions/v1',
      name: 'Acme Portal',
    },
    {
      path: '/',
      resource: 'https://example.com/api/mcp-actions/v1',
      name: 'Acme Portal',
    },
    {
      path: '/api/mcp-actions/v1',
      resource: 'https://example.com/api/mcp-actions/v1',
      name: 'Acme Portal',
    },
    {
      path: '/api/mcp-actions/v1/readonly',
      resource: 'https://example.com/api/mcp-actions/v1/readonly',
      name: 'Acme Portal',
    },
    {
      path: '/api/mcp-actions/v1/docs',
      resource: 'https://example.com/api/mcp-actions/v1/docs',
      name: 'Acme Docs',
    },
    {
      path: '/api/mcp-actions/v1/docs/readonly',
      resource: 'https://example.com/api/mcp-actions/v1/docs/readonly',
      name: 'Acme Docs',
    },
  ])('describes the server at $path', async ({ path, resource, name }) => {
    const { app } = await portal();

    const response = await request(app).get(`${RESOURCE}${path}`);

    expect(response.status).toBe(200);
    expect(response.body).toEqual({
      resource,
      resource_name: name,
      authorization_servers: ['https://example.com/api/auth'],
      scopes_supported: ['openid'],
      bearer_methods_supported: ['header'],
    });
  });

  it.each(['/api/mcp-actions/v1/', '/'])(
    'describes the default server at %p, with a trailing slash',
    async path => {
      const { app } = await portal();

      const response = await request(app).get(`${RESOURCE}${path}`);

      expect(response.status).toBe(200);
      expect(response.body.resource).toBe(
        'https://example.com/api/mcp-actions/v1',
      );
    },
  );

  it.each([
    '/api/mcp-actions',
    '/api/mcp-actions/v1//',
    '/api/mcp-actions/v1/unknown',
    '/api/mcp-actions/v1/sse',
    '/api/mcp-actions/v2',
    '/api/auth',
    '/v1',
    '/backstage/api/mcp-actions/v1',
  ])('responds with 404 to the path %p below it', async path => {
    const { app } = await portal();

    const response = await request(app).get(`${RESOURCE}${path}`);

    expect(response.status).toBe(404);
    expect(response.body).toEqual(NOT_FOUND);
  });

  it('responds with 404 to the bare path when there is no default server', async () => {
    const { app } = await portal({ servers: [DOCS, DOCS_READONLY] });

    const response = await request(app).get(RESOURCE);

    expect(response.status).toBe(404);
    expect(response.body).toEqual(NOT_FOUND);
  });

  it('uses the host of the configuration, not of the request', async () => {
    const { app } = await portal();

    const response = await request(app)
      .get(RESOURCE)
      .set('Host', 'attacker.example')
      .set('X-Forwarded-Host', 'attacker.example');

    expect(response.body.resource).toBe(
      'https://example.com/api/mcp-actions/v1',
    );
  });

  it('names the identity provider in front and its scopes', async () => {
    const { app } = await portal({
      oauth: {
        authorizationServers: ['https://id.example/realms/acme'],
        scopesSupported: ['backstage.read'],
      },
    });

    const response = await request(app).get(RESOURCE);

    expect(response.body).toMatchObject({
      authorization_servers: ['https://id.example/realms/acme'],
      scopes_supported: ['backstage.read'],
    });
  });
});

describe('behind a proxy with the path prefix /backstage', () => {
  it.each([
    `${RESOURCE}/backstage/api/mcp-actions/v1/docs`,
    `${RESOURCE}/api/mcp-actions/v1/docs`,
    `/backstage${RESOURCE}/api/mcp-actions/v1/docs`,
    `/backstage${RESOURCE}/backstage/api/mcp-actions/v1/docs`,
    `/backstage/api/mcp-actions/v1/docs${RESOURCE}`,
  ])('describes the external URL at %s', async path => {
    const { app } = await portal({
      externalUrl: 'https://example.com/backstage',
    });

    const response = await request(app).get(path);

    expect(response.body).toMatchObject({
      resource: 'https://example.com/backstage/api/mcp-actions/v1/docs',
      authorization_servers: ['https://example.com/backstage/api/auth'],
    });
  });

  it.each([RESOURCE, `/backstage${RESOURCE}`])(
    'describes the default server at %s',
    async path => {
      const { app } = await portal({
        externalUrl: 'https://example.com/backstage',
      });

      const response = await request(app).get(path);

      expect(response.body.resource).toBe(
        'https://example.com/backstage/api/mcp-actions/v1',
      );
    },
  );

  it.each(
    [SERVER, OPENID].flatMap(path => [
      path,
      `${path}/api/auth`,
      `${path}/backstage/api/auth`,
      `/backstage${path}`,
      `/backstage${path}/api/auth`,
    ]),
  )("serves the auth backend's document at %s", async path => {
    const { app } = await portal({
      externalUrl: 'https://example.com/backstage',
    });

    expect((await request(app).get(path)).status).toBe(200);
  });

  it('leaves other paths below the prefix alone', async () => {
    const { app } = await portal({
      externalUrl: 'https://example.com/backstage',
    });

    const response = await request(app).post('/backstage/api/mcp-actions/v1');

    expect(response.text).toBe('<h1>app</h1>');
  });
});

describe.each([SERVER, OPENID])('%s', wellKnown => {
  it.each(['', '/', '/api/auth', '/api/auth/'])(
    "serves the auth backend's document at %p below it",
    async path => {
      const { app } = await portal();

      const response = await request(app).get(`${wellKnown}${path}`);

      expect(response.status).toBe(200);
      expect(response.body).toEqual({ issuer: 'https://example.com/api/auth' });
    },
  );

  it.each([
    '/api/catalog',
    '/api/auth//',
    '/api/mcp-actions/v1',
    '/backstage/api/auth',
  ])('responds with 404 to the path %p of another issuer', async path => {
    const { app } = await portal();

    const response = await request(app).get(`${wellKnown}${path}`);

    expect(response.status).toBe(404);
    expect(response.body).toEqual(NOT_FOUND);
    expect(upstream).not.toHaveBeenCalled();
  });

  it.each(['', '/api/auth'])(
    'leaves the path %p to an identity provider in front',
    async path => {
      const { app } = await portal({
        oauth: { authorizationServers: ['https://id.example'] },
      });

      const response = await request(app).get(`${wellKnown}${path}`);

      expect(response.status).toBe(404);
      expect(response.body).toEqual(NOT_FOUND);
      expect(upstream).not.toHaveBeenCalled();
    },
  );

  it('responds with 503 and logs the reason when the auth backend is unavailable', async () => {
    upstream.mockRejectedValue(new Error('fetch failed'));
    const { app, logger } = await portal();

    const response = await request(app).get(wellKnown);

    expect(response.status).toBe(503);
    expect(response.body).toEqual({ error: 'temporarily_unavailable' });
    expect(logger.warn.mock.calls).toEqual([
      ["The auth backend's OAuth document: no connection: Error: fetch failed"],
    ]);
  });
});

it('requests the document once, whichever path and method clients use', async () => {
  const { app } = await portal({
    externalUrl: 'https://example.com/backstage',
  });

  await Promise.all(
    [SERVER, OPENID, `/backstage${SERVER}`, `${OPENID}/api/auth`].flatMap(
      path => [
        request(app).get(path),
        request(app).head(path),
        request(app).options(path),
        request(app).post(path),
      ],
    ),
  );

  expect(upstream).toHaveBeenCalledTimes(1);
});

describe.each([RESOURCE, `${RESOURCE}/api/mcp-actions/v1`, SERVER, OPENID])(
  '%s',
  path => {
    it.each([
      ['get', 200],
      ['head', 200],
      ['options', 204],
      ['post', 405],
      ['put', 405],
      ['patch', 405],
      ['delete', 405],
    ] as const)(
      'responds to %s with %d, on every page',
      async (method, status) => {
        const { app } = await portal();

        const response = await request(app)[method](path);

        expect(response.status).toBe(status);
        expect(response.headers['access-control-allow-origin']).toBe('*');
      },
    );
  },
);

it.each([RESOURCE, SERVER, OPENID])(
  'mounts nothing at %s while OAuth is off',
  async path => {
    const { app } = await portal({ oauth: { enabled: false } });

    const response = await request(app).post(path);

    expect(response.text).toBe('<h1>app</h1>');
  },
);

it.each([
  RESOURCE,
  SERVER,
  OPENID,
  `/backstage${RESOURCE}`,
  '/backstage/api/mcp-actions/v1',
])('runs the guard first at %s', async path => {
  const { app } = await portal({
    externalUrl: 'https://example.com/backstage',
  });

  const response = await request(app).get(`${path}?refuse=1`);

  expect(response.status).toBe(414);
});
