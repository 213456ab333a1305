import type {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import express, { type ErrorRequestHandler } from 'express';
import request from 'supertest';
import { callerOf } from '../../mcp/caller';
import {
  type AuthenticatedRequest,
  requireCredentials,
  type RequireCredentialsOptions,
} from './requireCredentials';

const METADATA =
  'https://example.com/.well-known/oauth-protected-resource/api/mcp-actions/v1';

/** Answers with the principal of the caller that the check leaves behind. */
function protectedServer(options: Partial<RequireCredentialsOptions> = {}) {
  const showError: ErrorRequestHandler = (error, _req, res, _next) => {
    res.status(500).send(`passed on: ${error.message}`);
  };
  return express()
    .use(
      requireCredentials({
        httpAuth: mockServices.httpAuth({
          defaultCredentials: mockCredentials.none(),
        }),
        required: true,
        holdsRestrictions: async () => true,
        challenge: async () => ({}),
        ...options,
      }),
    )
    .use((req, res) => {
      const caller = callerOf((req as AuthenticatedRequest).auth);
      res.json(caller.credentials.principal);
    })
    .use(showError);
}

function failingHttpAuth(error: Error): HttpAuthService {
  return mockServices.httpAuth.mock({
    credentials: async (): Promise<BackstageCredentials<never>> => {
      throw error;
    },
  });
}

describe('requireCredentials', () => {
  it.each([
    {
      caller: 'a user',
      header: mockCredentials.user.header('user:default/jane'),
      principal: { type: 'user', userEntityRef: 'user:default/jane' },
    },
    {
      caller: 'a service',
      header: mockCredentials.service.header(),
      principal: { type: 'service', subject: 'external:test-service' },
    },
  ])('lets $caller pass', async ({ header, principal }) => {
    const response = await request(protectedServer())
      .post('/')
      .set('Authorization', header);

    expect(response.body).toEqual(principal);
  });

  it('leaves the HTTP request with the caller', async () => {
    const app = express()
      .use(
        requireCredentials({
          httpAuth: mockServices.httpAuth(),
          required: true,
          holdsRestrictions: async () => true,
          challenge: async () => ({}),
        }),
      )
      .use((req, res) => {
        const caller = callerOf((req as AuthenticatedRequest).auth);
        res.json(caller.request === req);
      });

    const response = await request(app).post('/');

    expect(response.body).toBe(true);
  });

  describe('without credentials', () => {
    it('answers 401 with a challenge that has no error code', async () => {
      const response = await request(protectedServer()).post('/');

      expect(response.status).toBe(401);
      expect(response.headers['www-authenticate']).toBe('Bearer');
      expect(response.headers['cache-control']).toBe('no-store');
      expect(response.body).toEqual({
        jsonrpc: '2.0',
        error: {
          code: -32000,
          message:
            'Authentication required: send an Authorization header with a Bearer token',
        },
        id: null,
      });
    });

    it('says in the challenge how to sign in', async () => {
      const app = protectedServer({
        challenge: async () => ({
          scope: 'openid',
          resourceMetadata: METADATA,
        }),
      });

      const response = await request(app).post('/');

      expect(response.headers['www-authenticate']).toBe(
        'Bearer scope="openid", resource_metadata="https://example.com/.well-known/oauth-protected-resource/api/mcp-actions/v1"',
      );
    });

    it('lets the request pass when they are not required', async () => {
      const response = await request(protectedServer({ required: false })).post(
        '/',
      );

      expect(response.body).toEqual({ type: 'none' });
    });
  });

  describe.each([true, false])('with a bad token, required: %s', required => {
    it('answers 401 with a challenge that names the error', async () => {
      const app = protectedServer({
        required,
        challenge: async () => ({ scope: 'openid' }),
      });

      const response = await request(app)
        .post('/')
        .set('Authorization', mockCredentials.user.invalidHeader());

      expect(response.status).toBe(401);
      expect(response.headers['www-authenticate']).toBe(
        'Bearer error="invalid_token", error_description="The access token is invalid or has expired", scope="openid"',
      );
      expect(response.headers['cache-control']).toBe('no-store');
      expect(response.body).toEqual({
        jsonrpc: '2.0',
        error: {
          code: -32000,
          message: 'The access token is invalid or has expired',
        },
        id: null,
      });
    });
  });

  it('answers 403 and insufficient_scope when the token may not be used here', async () => {
    const app = protectedServer({
      httpAuth: failingHttpAuth(
        new NotAllowedError('Access restricted to the plugin catalog'),
      ),
    });

    const response = await request(app)
      .post('/')
      .set('Authorization', 'Bearer restricted');

    expect(response.status).toBe(403);
    expect(response.headers['www-authenticate']).toBe(
      'Bearer error="insufficient_scope", error_description="These credentials must not be used with this server"',
    );
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.body).toEqual({
      jsonrpc: '2.0',
      error: {
        code: -32000,
        message: 'These credentials must not be used with this server',
      },
      id: null,
    });
  });

  it('refuses a restricted token where restrictions do not reach other plugins', async () => {
    const app = protectedServer({ holdsRestrictions: async () => false });

    const response = await request(app)
      .post('/')
      .set('Authorization', mockCredentials.service.header());

    expect(response.status).toBe(403);
    expect(response.body.error.message).toBe(
      'This Backstage does not apply the accessRestrictions of a token to the plugins behind this server. Upgrade to Backstage 1.55 (@backstage/backend-defaults 0.17.8) or later, or use a token without accessRestrictions',
    );
  });

  it('lets nobody pass while it cannot tell whether restrictions hold', async () => {
    const app = protectedServer({
      holdsRestrictions: async () => {
        throw new Error('key store is down');
      },
    });

    const response = await request(app)
      .post('/')
      .set('Authorization', mockCredentials.service.header());

    expect(response.text).toBe('passed on: key store is down');
  });

  it.each([
    'ERR_JWT_INVALID',
    'ERR_JWT_EXPIRED',
    'ERR_JWS_INVALID',
    'ERR_JWKS_NO_MATCHING_KEY',
    'ERR_JOSE_NOT_SUPPORTED',
  ])('answers 401 to a token that fails with %s', async code => {
    const app = protectedServer({
      httpAuth: failingHttpAuth(Object.assign(new Error('Bad'), { code })),
    });

    const response = await request(app)
      .post('/')
      .set('Authorization', 'Bearer bad');

    expect(response.status).toBe(401);
    expect(response.headers['www-authenticate']).toContain('invalid_token');
  });

  it.each([
    'ERR_JWKS_TIMEOUT',
    'ERR_JWKS_INVALID',
    'ERR_JOSE_GENERIC',
    'ECONNREFUSED',
  ])('does not blame the token for %s', async code => {
    const app = protectedServer({
      httpAuth: failingHttpAuth(Object.assign(new Error('No keys'), { code })),
    });

    const response = await request(app)
      .post('/')
      .set('Authorization', 'Bearer good');

    expect(response.status).toBe(500);
  });

  it('passes on what it does not expect', async () => {
    const app = protectedServer({
      httpAuth: failingHttpAuth(new Error('key store is down')),
    });

    const response = await request(app).post('/');

    expect(response.status).toBe(500);
    expect(response.text).toBe('passed on: key store is down');
  });
});
