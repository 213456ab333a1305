import express from 'express';
import request from 'supertest';
import { requireAllowedOrigin } from './requireAllowedOrigin';

const PATTERNS = ['http://localhost:3000', 'https://*.example.com'];

function serverAllowing(patterns: readonly string[]) {
  const app = express();
  app.use(requireAllowedOrigin(patterns));
  app.use((_req, res) => res.send('passed'));
  return app;
}

describe('requireAllowedOrigin', () => {
  it('accepts a request without an origin', async () => {
    const response = await request(serverAllowing([])).get('/');

    expect(response.text).toBe('passed');
  });

  it.each([
    'http://localhost:3000',
    'HTTP://LOCALHOST:3000',
    'https://portal.example.com',
    'https://a.b.example.com',
  ])('accepts %s', async origin => {
    const response = await request(serverAllowing(PATTERNS))
      .get('/')
      .set('Origin', origin);

    expect(response.text).toBe('passed');
  });

  it.each([
    'http://localhost:3001',
    'https://localhost:3000',
    'https://example.com',
    'https://example.com.attacker.test',
    'https://attacker.test/.example.com',
    'http://portal.example.com',
    'null',
    '',
  ])('refuses %p', async origin => {
    const response = await request(serverAllowing(PATTERNS))
      .get('/')
      .set('Origin', origin);

    expect(response.status).toBe(403);
    expect(response.body).toEqual({
      jsonrpc: '2.0',
      error: {
        code: -32000,
        message: 'This origin is not allowed. See mcpActions.allowedOrigins',
      },
      id: null,
    });
  });

  it.each([
    ['https://*', 'https://a.b.example:8443'],
    ['http://localhost:*', 'http://localhost:6274'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['chrome-extension://*', 'chrome-extension://abcdefgh'],
    ['vscode-webview://*', 'vscode-webview://0ab1-c2'],
    ['null', 'null'],
    ['*://*', 'https://evil.example'],
    ['*://*', 'http://[::1]:3000'],
    ['*://*', 'moz-extension://abcdefgh'],
  ])('with %s accepts %s', async (pattern, origin) => {
    const response = await request(serverAllowing([pattern]))
      .get('/')
      .set('Origin', origin);

    expect(response.text).toBe('passed');
  });

  it.each([
    ['https://*', 'http://a.example'],
    ['http://localhost:*', 'http://localhost.attacker.test:80'],
    ['chrome-extension://*', 'https://evil.example'],
    ['chrome-extension://*', 'null'],
    ['https://*', 'null'],
    ['*://*', 'null'],
  ])('with %s refuses %s', async (pattern, origin) => {
    const response = await request(serverAllowing([pattern]))
      .get('/')
      .set('Origin', origin);

    expect(response.status).toBe(403);
  });

  it.each([undefined, 'http://localhost:3000', 'https://evil.example'])(
    'marks the response to %s as dependent on the origin',
    async origin => {
      const response = await request(serverAllowing(PATTERNS))
        .get('/')
        .set(origin ? { Origin: origin } : {});

      expect(response.headers.vary).toBe('Origin');
    },
  );

  it('refuses every origin when none is allowed', async () => {
    const response = await request(serverAllowing([]))
      .get('/')
      .set('Origin', 'http://localhost:3000');

    expect(response.status).toBe(403);
  });
});
