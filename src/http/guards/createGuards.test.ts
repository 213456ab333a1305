import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import express from 'express';
import request from 'supertest';
import type { OpenIdConfiguration } from '../../oauth/fetchOpenIdConfiguration';
import { SignInWays } from '../../oauth/SignInWays';
import { readMcpActionsConfig } from '../../config/readMcpActionsConfig';
import { callerOf } from '../../mcp/caller';
import { createGuards, type GuardedServer } from './createGuards';
import type { AuthenticatedRequest } from './requireCredentials';

const OAUTH = { clientIdMetadataDocuments: { enabled: true } };
const OPEN_SIGN_IN: OpenIdConfiguration = {
  status: 200,
  document: { client_id_metadata_document_supported: true },
};
const EVIL = 'https://evil.example';
const JANE = mockCredentials.user.header('user:default/jane');

const LOCAL = { baseUrl: 'http://localhost:7007' };
const OPEN = {
  ...LOCAL,
  auth: { dangerouslyDisableDefaultAuthPolicy: true },
};

/** Responds with what the guards let through. */
function guarded(
  data: JsonObject = {},
  server: Partial<GuardedServer> = {},
  found: OpenIdConfiguration = OPEN_SIGN_IN,
) {
  const config = readMcpActionsConfig(new ConfigReader(data));
  const guards = createGuards(
    { path: '/v1', name: 'Acme Portal', ...server },
    {
      config,
      httpAuth: mockServices.httpAuth({
        defaultCredentials: mockCredentials.none(),
      }),
      holdsRestrictions: async () => true,
      signInWays: SignInWays.create({
        ...config,
        metadata: { get: async () => found },
        logger: mockServices.logger.mock(),
      }),
      discovery: mockServices.discovery.mock({
        getExternalBaseUrl: async plugin => `https://example.com/api/${plugin}`,
      }),
    },
  );
  return express()
    .use(...guards)
    .use((req, res) => {
      const { requestFilter } = callerOf((req as AuthenticatedRequest).auth);
      res.json({ body: req.body, readOnly: requestFilter.readOnly });
    });
}

describe('createGuards', () => {
  it('passes on a request with its body parsed', async () => {
    const response = await request(guarded())
      .post('/')
      .set('Authorization', JANE)
      .send({ method: 'ping' });

    expect(response.body).toEqual({
      body: { method: 'ping' },
      readOnly: false,
    });
  });

  it('does not narrow a request because of its path: the server there has a filter', async () => {
    const response = await request(guarded({}, { path: '/v1/readonly' }))
      .post('/')
      .set('Authorization', JANE)
      .send({ method: 'ping' });

    expect(response.body).toMatchObject({ readOnly: false });
  });

  it('narrows a request that asks for it', async () => {
    const response = await request(guarded())
      .post('/')
      .set('Authorization', JANE)
      .set('X-MCP-Readonly', 'true')
      .send({ method: 'ping' });

    expect(response.body).toMatchObject({ readOnly: true });
  });

  it('refuses a foreign origin before it checks credentials', async () => {
    const response = await request(guarded()).post('/').set('Origin', EVIL);

    expect(response.status).toBe(403);
  });

  it('accepts the origin of the app', async () => {
    const response = await request(
      guarded({ app: { baseUrl: 'https://portal.example.com' } }),
    )
      .post('/')
      .set('Authorization', JANE)
      .set('Origin', 'https://portal.example.com')
      .send({ method: 'ping' });

    expect(response.status).toBe(200);
  });

  it('checks credentials before it reads the body', async () => {
    const response = await request(guarded())
      .post('/')
      .type('json')
      .send('{"method":');

    expect(response.status).toBe(401);
  });

  it('refuses a bad body from an authenticated caller', async () => {
    const response = await request(guarded())
      .post('/')
      .set('Authorization', JANE)
      .type('json')
      .send('{"method":');

    expect(response.status).toBe(400);
  });

  it('needs no credentials when the default auth policy is disabled', async () => {
    const response = await request(guarded({ backend: OPEN }))
      .post('/')
      .send({ method: 'ping' });

    expect(response.status).toBe(200);
  });

  it.each([
    { backend: OPEN, status: 403, when: 'no credentials are required' },
    { backend: LOCAL, status: 200, when: 'credentials are required' },
  ])('responds with $status to a foreign host when $when', async row => {
    const response = await request(guarded({ backend: row.backend }))
      .post('/')
      .set('Authorization', JANE)
      .set('Host', 'rebound.attacker.example')
      .send({ method: 'ping' });

    expect(response.status).toBe(row.status);
  });

  describe('the challenge', () => {
    it('is a plain Bearer without OAuth', async () => {
      const response = await request(guarded()).post('/');

      expect(response.headers['www-authenticate']).toBe('Bearer');
    });

    it('points to no document where there is no server', async () => {
      const mcpActions = { default: { enabled: false } };
      const response = await request(guarded({ auth: OAUTH, mcpActions })).post(
        '/',
      );

      expect(response.headers['www-authenticate']).toBe(
        'Bearer scope="openid"',
      );
    });

    it.each(['/v1', '/v1/readonly', '/v1/catalog', '/v1/catalog/readonly'])(
      'points to the document of %s, whatever the Host header',
      async path => {
        const mcpActions = { servers: { catalog: { name: 'Acme Catalog' } } };
        const response = await request(
          guarded({ auth: OAUTH, mcpActions }, { path }),
        )
          .post('/')
          .set('Host', 'evil.example');

        expect(response.headers['www-authenticate']).toBe(
          `Bearer scope="openid", resource_metadata="https://example.com/.well-known/oauth-protected-resource/api/mcp-actions${path}"`,
        );
      },
    );

    it('says nothing about signing in when no way is open', async () => {
      const response = await request(
        guarded({ auth: OAUTH }, {}, { status: 200, document: {} }),
      ).post('/');

      expect(response.status).toBe(401);
      expect(response.headers['www-authenticate']).toBe('Bearer');
    });

    it('points to the document while the open ways are unknown', async () => {
      const response = await request(
        guarded({ auth: OAUTH }, {}, { status: 503, reason: 'away' }),
      ).post('/');

      expect(response.headers['www-authenticate']).toContain(
        'resource_metadata=',
      );
    });

    it('names the scopes that the auth backend supports', async () => {
      const auth = { ...OAUTH, experimentalRefreshToken: { enabled: true } };

      const response = await request(guarded({ auth })).post('/');

      expect(response.headers['www-authenticate']).toContain(
        'scope="openid offline_access"',
      );
    });
  });
});
