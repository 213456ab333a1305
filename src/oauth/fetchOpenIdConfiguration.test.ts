import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchOpenIdConfiguration } from './fetchOpenIdConfiguration';

const servers: Server[] = [];

/** Starts a server on loopback and returns the base URL of its auth backend. */
async function startAuthBackend(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/api/auth`;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise(resolve => {
    server.close(resolve);
  });
}

function answering(status: number, body: string): RequestListener {
  return (_req, res) => res.writeHead(status).end(body);
}

function timeOutAfter(durationMs: number): void {
  const timeout = AbortSignal.timeout;
  jest
    .spyOn(AbortSignal, 'timeout')
    .mockImplementation(() => timeout.call(AbortSignal, durationMs));
}

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(servers.splice(0).map(stop));
});

describe('fetchOpenIdConfiguration', () => {
  it("returns the auth backend's document", async () => {
    const baseUrl = await startAuthBackend(
      answering(200, '{"issuer":"https://example.com/api/auth"}'),
    );

    await expect(fetchOpenIdConfiguration(baseUrl)).resolves.toEqual({
      status: 200,
      document: { issuer: 'https://example.com/api/auth' },
    });
  });

  it('requests the OpenID configuration, without credentials', async () => {
    const requests: unknown[] = [];
    const baseUrl = await startAuthBackend((req, res) => {
      const { method, url, headers } = req;
      requests.push([method, url, headers.authorization]);
      res.end('{}');
    });

    await fetchOpenIdConfiguration(baseUrl);

    expect(requests).toEqual([
      ['GET', '/api/auth/.well-known/openid-configuration', undefined],
    ]);
  });

  it.each([
    { answer: 'a 404', status: 404, body: '{"error":"NotFoundError"}' },
    { answer: 'a 500', status: 500, body: '{"error":"Error"}' },
    { answer: 'HTML', status: 200, body: '<!doctype html><h1>Portal</h1>' },
    { answer: 'an empty body', status: 200, body: '' },
    { answer: 'half a document', status: 200, body: '{"issuer":' },
    { answer: 'a string', status: 200, body: '"https://example.com"' },
    { answer: 'a number', status: 200, body: '42' },
    { answer: 'null', status: 200, body: 'null' },
  ])('returns 502 when the response is $answer', async ({ status, body }) => {
    const baseUrl = await startAuthBackend(answering(status, body));

    await expect(fetchOpenIdConfiguration(baseUrl)).resolves.toEqual({
      status: 502,
      reason: `responded with status ${status} and no usable JSON`,
    });
  });

  it('returns 503 when nothing listens', async () => {
    const baseUrl = await startAuthBackend(answering(200, '{}'));
    await Promise.all(servers.splice(0).map(stop));

    await expect(fetchOpenIdConfiguration(baseUrl)).resolves.toEqual({
      status: 503,
      reason: expect.stringMatching(/^no connection: /),
    });
  });

  it('returns 503 when the connection breaks', async () => {
    const baseUrl = await startAuthBackend(req => {
      req.socket.destroy();
    });

    await expect(fetchOpenIdConfiguration(baseUrl)).resolves.toEqual({
      status: 503,
      reason: expect.stringMatching(/^no connection: /),
    });
  });

  it.each<{ part: string; listener: RequestListener }>([
    { part: 'answer', listener: () => undefined },
    {
      part: 'end of the body',
      listener: (_req, res) => {
        res.writeHead(200).write('{');
      },
    },
  ])(
    'returns 504 when the $part does not arrive in time',
    async ({ listener }) => {
      timeOutAfter(50);
      const baseUrl = await startAuthBackend(listener);

      await expect(fetchOpenIdConfiguration(baseUrl)).resolves.toEqual({
        status: 504,
        reason: 'no response within 4500 ms',
      });
    },
  );

  it('gives the auth backend 4.5 seconds', async () => {
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    const baseUrl = await startAuthBackend(answering(200, '{}'));

    await fetchOpenIdConfiguration(baseUrl);

    expect(timeout.mock.calls).toEqual([[4500]]);
  });
});
