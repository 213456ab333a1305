import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { gzipSync } from 'node:zlib';
import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { readMcpActionsConfig } from '../config/readMcpActionsConfig';
import { createPageRouter } from './createPageRouter';

const BROWSER =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';

const logger = mockServices.logger.mock();

function samplePlugin(data: JsonObject = {}) {
  const config = readMcpActionsConfig(
    new ConfigReader({
      backend: { baseUrl: 'http://localhost:7007', ...Object(data.backend) },
      mcpActions: {
        servers: { docs: { name: 'Docs' }, broken: { name: 'Broken' } },
      },
    }),
  );
  return express()
    .use(
      createPageRouter({
        config,
        pages: {
          page: async ({ path, name }) => {
            if (name === 'Broken') {
              throw new Error('No address for mcp-actions');
            }
            return {
              html: `<p>${path}</p>`,
              gzip: gzipSync(`<p>${path}, compressed</p>`),
              contentSecurityPolicy: `default-src 'none'`,
            };
          },
          noServer: async () => ({
            html: '<p>No server here</p>',
            contentSecurityPolicy: `default-src 'none'`,
          }),
          unavailable: () => ({
            html: '<p>Not now</p>',
            contentSecurityPolicy: `default-src 'none'`,
          }),
          clientDocument: async () => ({ client_id: 'page' }),
        },
        logger,
      }),
    )
    .use((_req, res) => {
      res.status(405).json({ from: 'the server' });
    });
}

describe('GET of the path of a server', () => {
  it.each(['/v1', '/v1/', '/v1/readonly', '/v1/docs', '/v1/docs/readonly'])(
    'answers a browser at %s with the page of that server',
    async path => {
      const response = await request(samplePlugin())
        .get(path)
        .set('Accept', BROWSER)
        .set('Accept-Encoding', 'identity');

      expect(response.status).toBe(200);
      expect(response.type).toBe('text/html');
      expect(response.text).toBe(`<p>${path.replace(/\/$/, '')}</p>`);
    },
  );

  it.each([
    ['text/html', true],
    ['application/json;q=0.9, text/html', true],
    ['text/html;q=0.5, */*;q=0.1', true],
    [undefined, false],
    ['*/*', false],
    ['text/*', false],
    ['application/json', false],
    ['text/event-stream', false],
    ['application/json, text/event-stream', false],
    ['application/json, text/event-stream, */*', false],
    ['text/html;q=0.1, application/json', false],
    ['text/html;q=0', false],
    ['application/xhtml+xml', false],
  ])('with Accept %s has the page: %s', async (accept, hasPage) => {
    const get = request(samplePlugin()).get('/v1');
    const response = await (accept ? get.set('Accept', accept) : get);

    expect(response.status).toBe(hasPage ? 200 : 405);
    expect(response.headers.vary).toContain('Accept');
  });

  it.each([
    '/v1/sse',
    '/v1/info',
    '/v1/docs/sse',
    '/v1/docs/x',
    '/',
    '/v1.html',
  ])('passes a browser at %s on', async path => {
    const response = await request(samplePlugin())
      .get(path)
      .set('Accept', BROWSER);

    expect(response.body).toEqual({ from: 'the server' });
  });

  it.each([
    '/v1/nowhere',
    '/v1/nowhere/readonly',
    '/v1/%',
    '/v1/%E0/readonly/',
  ])('says to a browser at %s that there is no server', async path => {
    const response = await request(samplePlugin())
      .get(path)
      .set('Accept', BROWSER);

    expect(response.status).toBe(404);
    expect(response.text).toBe('<p>No server here</p>');
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it('leaves what is no server to others for all but browsers', async () => {
    const response = await request(samplePlugin()).get('/v1/nowhere');

    expect(response.body).toEqual({ from: 'the server' });
  });

  it('says that it is not available, and why in the log', async () => {
    const response = await request(samplePlugin())
      .get('/v1/broken')
      .set('Accept', BROWSER);

    expect(response.status).toBe(503);
    expect(response.text).toBe('<p>Not now</p>');
    expect(logger.error).toHaveBeenCalledWith(
      'The page of an MCP server failed',
      expect.objectContaining({ message: 'No address for mcp-actions' }),
    );
  });

  it.each(['post', 'put', 'delete', 'options'] as const)(
    'passes %s on',
    async method => {
      const response = await request(samplePlugin())
        [method]('/v1')
        .set('Accept', BROWSER);

      expect(response.status).toBe(405);
    },
  );

  it('answers HEAD without the page itself', async () => {
    const response = await request(samplePlugin())
      .head('/v1')
      .set('Accept', BROWSER)
      .set('Accept-Encoding', 'identity');

    expect(response.status).toBe(200);
    expect(response.headers['content-length']).toBe('10');
    expect(response.text).toBeUndefined();
  });

  it('is compressed for those who take that', async () => {
    const get = request(samplePlugin()).get('/v1').set('Accept', BROWSER);
    const response = await get.set('Accept-Encoding', 'gzip, br');

    expect(response.headers['content-encoding']).toBe('gzip');
    expect(response.headers.vary).toContain('Accept-Encoding');
    expect(response.type).toBe('text/html');
    expect(response.text).toBe('<p>/v1, compressed</p>');
  });

  it('lets no page frame it and no cache keep it', async () => {
    const { headers } = await request(samplePlugin())
      .get('/v1')
      .set('Accept', BROWSER);

    expect(headers).toMatchObject({
      'content-security-policy': `default-src 'none'`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('refuses a page of another origin', async () => {
    const response = await request(samplePlugin())
      .get('/v1')
      .set('Accept', BROWSER)
      .set('Origin', 'https://evil.example');

    expect(response.status).toBe(403);
  });

  it('refuses another host where no credentials are required', async () => {
    const plugin = samplePlugin({
      backend: { auth: { dangerouslyDisableDefaultAuthPolicy: true } },
    });
    const get = (host: string) =>
      request(plugin).get('/v1').set('Accept', BROWSER).set('Host', host);

    expect((await get('evil.example')).status).toBe(403);
    expect((await get('localhost:7007')).status).toBe(200);
  });
});

describe('GET of the client document', () => {
  it('is for anyone', async () => {
    const response = await request(samplePlugin()).get('/v1/page-client.json');

    expect(response.status).toBe(200);
    expect(response.body).toEqual({ client_id: 'page' });
    expect(response.headers['access-control-allow-origin']).toBe('*');
  });

  it('has nothing below it', async () => {
    const response = await request(samplePlugin()).get(
      '/v1/page-client.json/x',
    );

    expect(response.status).toBe(404);
  });
});
