import { mockCredentials } from '@backstage/backend-test-utils';
import express, { type ErrorRequestHandler } from 'express';
import PromiseRouter from 'express-promise-router';
import request from 'supertest';
import { callContext } from '../__testUtils__/callContext';
import { toAuthInfo } from '../mcp/caller';
import { createInfoHandler, type InfoSource } from './createInfoHandler';
import type { AuthenticatedRequest } from './guards/requireCredentials';

const jane = mockCredentials.user('user:default/jane');

/** Returns what was asked, and for whom. */
const ECHO: InfoSource = {
  report: async ({ credentials }) => ({
    report: credentials.principal,
  }),
  explain: async (asked, { credentials }) => ({
    explain: asked,
    for: credentials.principal,
  }),
};

const JANE = { type: 'user', userEntityRef: 'user:default/jane' };

function infoServer(source: InfoSource = ECHO) {
  const showError: ErrorRequestHandler = (error, _req, res, _next) => {
    res.status(500).send(`passed on: ${error.message}`);
  };
  const router = PromiseRouter();
  router.use((req, _res, next) => {
    const caller = callContext({ credentials: jane });
    (req as AuthenticatedRequest).auth = toAuthInfo(caller);
    next();
  });
  router.use('/v1/info', createInfoHandler(source));
  return express().use(router).use(showError);
}

describe('/v1/info', () => {
  it('reports what the caller sees', async () => {
    const response = await request(infoServer()).get('/v1/info');

    expect(response.status).toBe(200);
    expect(response.body).toEqual({ report: JANE });
  });

  it.each([
    { query: 'whyNot=delete-entity', asked: 'delete-entity' },
    { query: 'whyNot=catalog%3Adelete-entity', asked: 'catalog:delete-entity' },
    { query: 'whyNot=', asked: '' },
  ])('explains with ?$query why there is no $asked', async row => {
    const response = await request(infoServer()).get(`/v1/info?${row.query}`);

    expect(response.body).toEqual({ explain: row.asked, for: JANE });
  });

  it("returns no lone surrogate from a plugin's names", async () => {
    const { text } = await request(
      infoServer({ ...ECHO, report: async () => ({ name: 'cut \ud83d' }) }),
    ).get('/v1/info');

    expect(text).toBe('{"name":"cut \ufffd"}');
  });

  it('ignores ?why=a, which is unknown', async () => {
    const response = await request(infoServer()).get('/v1/info?why=a');

    expect(response.body).toEqual({ report: JANE });
  });

  it('forbids caches to store it', async () => {
    const response = await request(infoServer()).get('/v1/info');

    expect(response.headers['cache-control']).toBe('no-store');
  });

  it('responds to HEAD without a body', async () => {
    const response = await request(infoServer()).head('/v1/info');

    expect(response.status).toBe(200);
    expect(response.text).toBeUndefined();
  });

  it.each(['post', 'put', 'patch', 'delete'] as const)(
    'responds to %s with 405',
    async method => {
      const response = await request(infoServer())[method]('/v1/info');

      expect(response.status).toBe(405);
      expect(response.headers.allow).toBe('GET');
    },
  );

  it('passes on the failure of its source', async () => {
    const app = infoServer({
      ...ECHO,
      report: async () => {
        throw new Error('no plugin responds');
      },
    });

    const response = await request(app).get('/v1/info');

    expect(response.text).toBe('passed on: no plugin responds');
  });
});
