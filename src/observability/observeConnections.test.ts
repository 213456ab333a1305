import type { AuditorServiceCreateEventOptions } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import express, { type RequestHandler } from 'express';
import request from 'supertest';
import { AuditTrail } from './AuditTrail';
import { createInstruments } from './instruments';
import { observeConnections } from './observeConnections';

const answerOk: RequestHandler = (_req, res) => {
  res.send('answered');
};

/** An observed server. `closed` settles once a connection has been measured. */
function observed(answer: RequestHandler = answerOk) {
  const entries: object[] = [];
  const trail = AuditTrail.create({
    logger: mockServices.logger.mock(),
    auditor: {
      createEvent: async (options: AuditorServiceCreateEventOptions) => {
        const { request: observedRequest, ...rest } = options;
        entries.push({ ...rest, path: observedRequest?.originalUrl });
        return {
          success: async end => {
            entries.push({ ...end, status: 'succeeded' });
          },
          fail: async end => {
            entries.push({ ...end, status: 'failed' });
          },
        };
      },
    },
  });
  const { sessionDuration } = createInstruments(metricsServiceMock.mock());
  const record = jest.mocked(sessionDuration.record);
  const closed = new Promise<unknown[]>(resolve => {
    record.mockImplementation((...measured) => resolve(measured));
  });
  const app = express()
    .use(observeConnections({ serverKey: 'catalog', trail, sessionDuration }))
    .use(express.json({ strict: false }))
    .use(answer);
  const written = async () => {
    await closed;
    await trail.drain();
    return entries;
  };
  return { app, record, closed, entries, written };
}

describe('observeConnections', () => {
  it.each([
    { method: 'post' as const, path: '/' },
    { method: 'get' as const, path: '/sse' },
  ])('audits why $method $path was closed', async row => {
    const { app, written } = observed((_req, res) => {
      res.locals.cutOffBecause = 'Answers were not read';
      res.flushHeaders();
      res.destroy();
    });

    await request(app)
      [row.method](row.path)
      .catch(() => {});

    expect((await written()).at(-1)).toMatchObject({
      status: 'failed',
      error: { message: 'Answers were not read' },
      meta: { actionType: 'closed', statusCode: 200 },
    });
  });

  it.each([
    { method: 'post' as const, path: '/', transport: 'streamable-http' },
    { method: 'get' as const, path: '/sse', transport: 'http+sse' },
  ])('audits $method $path as $transport', async row => {
    const { app, written } = observed();

    await request(app)[row.method](row.path);

    expect(await written()).toEqual([
      {
        eventId: 'connection',
        path: row.path,
        meta: {
          transport: row.transport,
          server: 'catalog',
          actionType: 'established',
        },
      },
      {
        status: 'succeeded',
        meta: {
          actionType: 'closed',
          statusCode: 200,
          durationMs: expect.any(Number),
        },
      },
    ]);
  });

  it.each([
    { method: 'post' as const, path: '/', transport: 'streamable-http' },
    { method: 'get' as const, path: '/sse', transport: 'http+sse' },
  ])('measures $method $path as $transport', async row => {
    const { app, closed } = observed();

    await request(app)
      [row.method](row.path)
      .set('MCP-Protocol-Version', '2025-11-25');

    expect(await closed).toEqual([
      expect.any(Number),
      {
        'backstage.mcp.server': 'catalog',
        'backstage.mcp.transport': row.transport,
        'mcp.protocol.version': '2025-11-25',
        'network.transport': 'tcp',
        'network.protocol.name': 'http',
      },
    ]);
  });

  it.each([
    { method: 'get' as const, path: '/' },
    { method: 'delete' as const, path: '/' },
    { method: 'post' as const, path: '/sse' },
    { method: 'post' as const, path: '/sse/messages' },
    { method: 'post' as const, path: '/info' },
  ])('does not observe $method $path', async ({ method, path }) => {
    const { app, entries, record } = observed();

    const response = await request(app)[method](path);

    expect(response.text).toBe('answered');
    expect(entries).toEqual([]);
    expect(record).not.toHaveBeenCalled();
  });

  it('starts the audit event before the response', async () => {
    const { app, entries } = observed((_req, res) => {
      res.json(entries);
    });

    const response = await request(app).post('/');

    expect(response.body).toMatchObject([
      { meta: { actionType: 'established' } },
    ]);
  });

  describe('with a refused request', () => {
    const refuse: RequestHandler = (_req, res) => {
      res.status(403).send('Refused');
    };

    it('audits a failure with the status', async () => {
      const { app, written } = observed(refuse);

      await request(app).post('/');

      expect((await written())[1]).toEqual({
        status: 'failed',
        error: new Error('Refused with HTTP status 403'),
        meta: {
          actionType: 'closed',
          statusCode: 403,
          durationMs: expect.any(Number),
        },
      });
    });

    it('labels the measurement with the status', async () => {
      const { app, closed } = observed(refuse);

      await request(app).post('/');

      expect((await closed)[1]).toMatchObject({ 'error.type': '403' });
    });
  });

  it('ends when the client leaves', async () => {
    const { app, closed } = observed((_req, res) => {
      res.write('data: hello\n\n');
    });
    const server = app.listen(0);
    const { port } = server.address() as { port: number };
    const client = new AbortController();

    await fetch(`http://localhost:${port}/sse`, { signal: client.signal });
    client.abort();

    await expect(closed).resolves.toHaveLength(2);
    server.close();
  });

  describe('protocol version label', () => {
    it.each([
      {
        from: 'the header',
        header: '2025-06-18',
        body: {},
        label: '2025-06-18',
      },
      {
        from: 'the message',
        body: {
          params: {
            _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' },
          },
        },
        label: '2026-07-28',
      },
      {
        from: 'the revision that initialize asks for',
        body: { params: { protocolVersion: '2025-03-26' } },
        label: '2025-03-26',
      },
      {
        from: 'the header rather than the message',
        header: '2025-06-18',
        body: { params: { protocolVersion: '2025-03-26' } },
        label: '2025-06-18',
      },
    ])('comes from $from', async ({ header = '', body, label }) => {
      const { app, closed } = observed();
      const post = request(app).post('/').send(body);

      await (header ? post.set('MCP-Protocol-Version', header) : post);

      expect((await closed)[1]).toMatchObject({
        'mcp.protocol.version': label,
      });
    });

    it.each([
      { body: '{"params":{"protocolVersion":"made-up"}}' },
      { body: '{"params":{"protocolVersion":["2025-11-25"]}}' },
      { body: '{"params":{"_meta":null}}' },
      { body: '{"params":"2025-11-25"}' },
      { body: '{"params":null}' },
      { body: '[{"method":"ping"}]' },
      { body: '"2025-11-25"' },
      { body: 'null' },
      { body: '{"params":' },
    ])('is _OTHER for the body $body', async ({ body }) => {
      const { app, closed } = observed();

      await request(app).post('/').type('json').send(body);

      expect((await closed)[1]).toMatchObject({
        'mcp.protocol.version': '_OTHER',
      });
    });

    it('is _OTHER for an unknown value in the header', async () => {
      const { app, closed } = observed();

      await request(app).post('/').set('MCP-Protocol-Version', '2099-01-01');

      expect((await closed)[1]).toMatchObject({
        'mcp.protocol.version': '_OTHER',
      });
    });
  });
});
