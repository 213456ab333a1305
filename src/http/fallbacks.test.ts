import { mockServices } from '@backstage/backend-test-utils';
import express, { type RequestHandler } from 'express';
import request from 'supertest';
import { internalError, notFound } from './fallbacks';

describe('notFound', () => {
  it.each(['get', 'post', 'delete'] as const)(
    'responds to %s',
    async method => {
      const response = await request(express().use(notFound))[method]('/v1/x');

      expect(response.status).toBe(404);
      expect(response.body).toEqual({
        jsonrpc: '2.0',
        error: { code: -32000, message: 'There is no MCP server at this path' },
        id: null,
      });
    },
  );
});

describe('internalError', () => {
  const failure = new Error('connect ECONNREFUSED reports-db:5432');

  function failingServer(fail: RequestHandler) {
    const logger = mockServices.logger.mock();
    const app = express().use(fail).use(internalError(logger));
    return { app, logger };
  }

  it('responds without the reason', async () => {
    const { app } = failingServer((_req, _res, next) => next(failure));

    const response = await request(app).post('/v1');

    expect(response.status).toBe(500);
    expect(response.body).toEqual({
      jsonrpc: '2.0',
      error: { code: -32603, message: 'Internal error' },
      id: null,
    });
  });

  it.each(['/v1/%', '/v1/%ff', '/v1/%E0%A4%A'])(
    'responds with 400 to %s, which cannot be decoded, and logs nothing',
    async path => {
      const logger = mockServices.logger.mock();
      const app = express()
        .get('/v1/:key', notFound)
        .use(internalError(logger));

      const response = await request(app).get(path);

      expect(response.status).toBe(400);
      expect(response.body).toEqual({
        jsonrpc: '2.0',
        error: {
          code: -32000,
          message: 'Bad Request: the path is not percent-encoded',
        },
        id: null,
      });
      expect(logger.error).not.toHaveBeenCalled();
    },
  );

  it('logs the reason', async () => {
    const { app, logger } = failingServer((_req, _res, next) => next(failure));

    await request(app).post('/v1');

    expect(logger.error.mock.calls).toEqual([
      ['An MCP request failed outside of the protocol', failure],
    ]);
  });

  it('logs no other property of the reason, such as a body', async () => {
    const bad = Object.assign(new Error('a\n\u202Eb'), { body: 'secret' });
    const { app, logger } = failingServer((_req, _res, next) => next(bad));

    await request(app).post('/v1');

    const reason = logger.error.mock.lastCall?.[1];
    expect(reason).toEqual(new Error('a \uFFFDb'));
    expect(reason).not.toHaveProperty('body');
  });

  it('aborts a response that has started', async () => {
    const { app, logger } = failingServer((_req, res, next) => {
      res.write('data: hello\n\n');
      next(failure);
    });

    await expect(request(app).get('/v1/sse')).rejects.toThrow('aborted');
    expect(logger.error).toHaveBeenCalledTimes(1);
  });
});
