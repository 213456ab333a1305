import express, { type Request } from 'express';
import fc from 'fast-check';
import request from 'supertest';
import { toLoggableRequest } from './toLoggableRequest';

const SECRET = 'eyJhbGciOi';

/** A request as far as its view looks at it. */
function requestFor(url: string, more: object = {}): Request {
  return Object.assign(Object.create(null), {
    method: 'POST',
    url,
    originalUrl: url,
    get: () => undefined,
    ...more,
  });
}

/** What the platform's auditor reads. */
function logged(req: Request): unknown[] {
  const view = toLoggableRequest(req);
  const { ip, hostname, originalUrl, url, method } = view;
  return [ip, hostname, view.get('user-agent'), originalUrl, url, method];
}

describe('toLoggableRequest', () => {
  it.each([
    { url: '/v1?access_token=eyJ', path: '/v1' },
    { url: '/v1/sse/messages?sessionId=1#?', path: '/v1/sse/messages' },
    { url: '/v1;access_token=eyJ', path: '/v1' },
    { url: '/v1#access_token=eyJ', path: '/v1' },
    { url: 'http://jane:eyJ@portal.example/v1?a', path: '/v1' },
    { url: '/v1/info', path: '/v1/info' },
    { url: '?access_token=eyJ', path: '' },
  ])('reads $url as $path', ({ url, path }) => {
    const view = toLoggableRequest(requestFor(url));

    expect(view.originalUrl).toBe(path);
    expect(view.url).toBe(path);
  });

  it('has no secret of a query, whatever the URL', () => {
    const part = fc.constantFrom('/', '?', '&', '#', ';', '%3F', 'a', '\u0085');
    const parts = fc.array(part, { maxLength: 20 });
    fc.assert(
      fc.property(parts, parts, fc.webPath(), (before, behind, path) => {
        const secret = `?${before.join('')}access_token=${SECRET}`;
        const url = `${path}${secret}${behind.join('')}`;
        expect(JSON.stringify(logged(requestFor(url)))).not.toContain(SECRET);
      }),
      { numRuns: 100, seed: 21 },
    );
  });

  it('hides nothing and is short, whatever the client says of itself', () => {
    const text = fc
      .array(fc.constantFrom('a', '\u0085', '\u202E', '\n', '\u{E0041}'), {
        maxLength: 1_000,
      })
      .map(chars => chars.join(''));
    fc.assert(
      fc.property(text, made => {
        const more = { ip: made, hostname: made, get: () => made };
        for (const value of logged(requestFor(`/${made}`, more))) {
          expect(value).not.toMatch(
            /[\p{Cc}\p{Bidi_Control}\u{E0000}-\u{E007F}\p{Cs}]/u,
          );
          expect(String(value).length).toBeLessThanOrEqual(256);
        }
      }),
      { numRuns: 100, seed: 21 },
    );
  });

  it('is the same for the same request, and for itself', () => {
    const req = requestFor('/v1');
    const view = toLoggableRequest(req);

    expect(toLoggableRequest(req)).toBe(view);
    expect(toLoggableRequest(view)).toBe(view);
  });

  it('leaves the request as it was, and reads all else from it', async () => {
    const app = express().use((req, res) => {
      const view = toLoggableRequest(req);
      res.json({
        original: req.originalUrl,
        headers: view.headers,
        query: view.query,
        authorization: view.get('Authorization'),
        host: view.hostname,
        address: view.ip,
      });
    });

    const authorization = `Bearer ${'x'.repeat(1_000)}`;
    const { body } = await request(app)
      .get('/v1?whyNot=a')
      .set('Authorization', authorization);

    expect(body).toMatchObject({
      original: '/v1?whyNot=a',
      headers: { authorization },
      query: { whyNot: 'a' },
      authorization,
      host: '127.0.0.1',
      address: expect.stringContaining('127.0.0.1'),
    });
  });
});
