import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import express from 'express';
import request from 'supertest';
import { createDocumentRouter, NO_DOCUMENT } from './createDocumentRouter';

const PAGE = 'https://portal.example';
const CORS = { origin: PAGE, credentials: true };

/** An app with one document, behind the platform's CORS. */
function sampleApp(cors: JsonObject = CORS) {
  const app = express();
  const platform = MiddlewareFactory.create({
    config: new ConfigReader({ backend: { cors } }),
    logger: mockServices.logger.mock(),
  });
  app.use(platform.cors());
  app.use(
    '/documents',
    createDocumentRouter(async path => {
      if (path === '/broken') {
        throw new Error('The database is gone');
      }
      if (path === '/away') {
        return { status: 503, error: 'temporarily_unavailable' };
      }
      return path === '/one'
        ? { status: 200, document: { resource: 'https://example.com' } }
        : NO_DOCUMENT;
    }),
  );
  return app;
}

const ANSWERS = [
  {
    method: 'get',
    path: '/one',
    status: 200,
    body: { resource: 'https://example.com' },
  },
  {
    method: 'get',
    path: '/one/',
    status: 200,
    body: { resource: 'https://example.com' },
  },
  { method: 'get', path: '/two', status: 404, body: { error: 'not_found' } },
  { method: 'get', path: '/', status: 404, body: { error: 'not_found' } },
  {
    method: 'get',
    path: '/away',
    status: 503,
    body: { error: 'temporarily_unavailable' },
  },
  {
    method: 'post',
    path: '/one',
    status: 405,
    body: { error: 'method_not_allowed' },
  },
  {
    method: 'put',
    path: '/one',
    status: 405,
    body: { error: 'method_not_allowed' },
  },
  {
    method: 'patch',
    path: '/one',
    status: 405,
    body: { error: 'method_not_allowed' },
  },
  {
    method: 'delete',
    path: '/two',
    status: 405,
    body: { error: 'method_not_allowed' },
  },
] as const;

describe('createDocumentRouter', () => {
  it.each(ANSWERS)(
    'responds to $method $path with $status and JSON',
    async ({ method, path, status, body }) => {
      const response = await request(sampleApp())[method](`/documents${path}`);

      expect(response.status).toBe(status);
      expect(response.headers['content-type']).toBe(
        'application/json; charset=utf-8',
      );
      expect(response.body).toEqual(body);
    },
  );

  it.each([
    { path: '/one', status: 200 },
    { path: '/two', status: 404 },
  ])(
    'responds to HEAD $path with $status and no body',
    async ({ path, status }) => {
      const response = await request(sampleApp()).head(`/documents${path}`);

      expect(response.status).toBe(status);
      expect(response.text).toBe(undefined);
      expect(response.headers['content-type']).toBe(
        'application/json; charset=utf-8',
      );
    },
  );

  it.each([
    { path: '/one', caching: 'public, max-age=300' },
    { path: '/two', caching: 'no-store' },
    { path: '/away', caching: 'no-store' },
    { path: '/broken', caching: 'no-store' },
  ])(
    'sets the cache control of GET $path to $caching',
    async ({ path, caching }) => {
      const response = await request(sampleApp()).get(`/documents${path}`);

      expect(response.headers['cache-control']).toBe(caching);
    },
  );

  it.each(
    ['/one', '/two', '/away', '/broken'].flatMap(path =>
      [PAGE, 'https://inspector.example', 'null'].map(origin => ({
        path,
        origin,
      })),
    ),
  )(
    'lets the page $origin read $path, without browser credentials',
    async ({ path, origin }) => {
      const response = await request(sampleApp())
        .get(`/documents${path}`)
        .set('Origin', origin);

      expect(response.headers['access-control-allow-origin']).toBe('*');
      expect(response.headers).not.toHaveProperty(
        'access-control-allow-credentials',
      );
    },
  );

  it.each<{ platform: string; cors: JsonObject; origin: string }>([
    {
      platform: 'does not allow the page',
      cors: CORS,
      origin: 'https://inspector.example',
    },
    {
      platform: 'leaves preflights to the routes',
      cors: { ...CORS, preflightContinue: true },
      origin: PAGE,
    },
  ])('responds to preflights when the platform $platform', async options => {
    const response = await request(sampleApp(options.cors))
      .options('/documents/one')
      .set('Origin', options.origin)
      .set('Access-Control-Request-Method', 'GET')
      .set('Access-Control-Request-Headers', 'mcp-protocol-version');

    expect(response.status).toBe(204);
    expect(response.text).toBe('');
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD, OPTIONS',
      'access-control-allow-headers': '*, MCP-Protocol-Version',
    });
    expect(response.headers).not.toHaveProperty(
      'access-control-allow-credentials',
    );
  });

  it('lists the allowed methods when it refuses one', async () => {
    const response = await request(sampleApp()).post('/documents/one');

    expect(response.headers.allow).toBe('GET, HEAD, OPTIONS');
  });
});
