import express from 'express';
import fc from 'fast-check';
import request from 'supertest';
import { requireAllowedHost } from './requireAllowedHost';

const allowedHosts = ['portal.example.com', '[::1]'];
const app = express()
  .use(requireAllowedHost({ allowedHosts }))
  .use((_req, res) => res.send('passed'));

const send = (host: string) => request(app).get('/').set('Host', host);

describe('requireAllowedHost', () => {
  it.each([
    'portal.example.com',
    'portal.example.com:7007',
    'PORTAL.example.com',
    '[::1]:7007',
  ])('accepts a request for %s', async host => {
    expect((await send(host)).text).toBe('passed');
  });

  it.each([
    'rebound.attacker.example',
    'rebound.attacker.example:7007',
    'portal.example.com.attacker.example',
    'localhost',
    '127.0.0.1',
    'portal.example.com:x',
    ':7007',
  ])('refuses a page that reached %s by DNS rebinding', async host => {
    const response = await send(host);

    expect(response.status).toBe(403);
    expect(response.body).toEqual({
      jsonrpc: '2.0',
      error: {
        code: -32000,
        message:
          'This Host is not allowed while credentials are not required. Use the host of backend.baseUrl or app.baseUrl',
      },
      id: null,
    });
  });

  it('refuses any domain of an attacker', async () => {
    await fc.assert(
      fc.asyncProperty(fc.domain(), async domain => {
        expect((await send(domain)).status).toBe(403);
      }),
      { numRuns: 50, seed: 7 },
    );
  }, 60_000);
});
