import type { AuditorEvent } from '@backstage/backend-defaults/auditor';
import type { Era, McpClient } from '../__testUtils__/connect';
import { describeClients } from '../__testUtils__/describeClients';
import { describeWays } from '../__testUtils__/describeWays';
import { fakeIntervals } from '../__testUtils__/fakeIntervals';
import { openSseStream } from '../__testUtils__/openSseStream';
import { callOf, messageOf, postMessage } from '../__testUtils__/postMessage';
import {
  SLOW_TOOL,
  type SlowBackend,
  startSlowBackend,
} from '../__testUtils__/slowActions';
import {
  realTelemetryServices,
  startTelemetry,
} from '../__testUtils__/telemetry';
import { until } from '../__testUtils__/until';
import { streamableMessages } from '../__testUtils__/streamableMessages';

const RESULT = {
  content: [{ type: 'text', text: '{"isOpen":true}' }],
  structuredContent: { isOpen: true },
};

interface CallOptions {
  signal?: AbortSignal;
  onprogress?: (progress: object) => void;
}

/** SDK v1 has one more parameter. */
function callSlowTool(client: McpClient, { sdk }: Era, options: CallOptions) {
  const params = { name: SLOW_TOOL, arguments: {} };
  return sdk === 'v1'
    ? client.callTool(params, undefined, options)
    : client.callTool(params, options as never);
}

/** How the calls of the slow tool went. */
const endsOf = (auditEvents: AuditorEvent[]) =>
  auditEvents.filter(
    ({ eventId, status, meta }) =>
      eventId === 'tool-execution' &&
      status !== 'initiated' &&
      meta?.toolName === SLOW_TOOL,
  );

/** Whether the server saw a client of Streamable HTTP leave. */
const hasClientLeft = (auditEvents: AuditorEvent[]) =>
  auditEvents.some(
    event =>
      event.eventId === 'connection' &&
      event.status === 'failed' &&
      event.error.message === 'The client left before the answer',
  );

describeWays('a call without an end', directAnswers => {
  const auditEvents: AuditorEvent[] = [];
  let telemetry: ReturnType<typeof startTelemetry>;
  let backend: SlowBackend;

  beforeAll(async () => {
    telemetry = startTelemetry();
    backend = await startSlowBackend(
      { directAnswers, callTimeout: { milliseconds: 50 } },
      realTelemetryServices(auditEvents),
    );
  });

  afterAll(async () => {
    backend.endActions();
    await backend.stop();
    await telemetry.stop();
  });

  describeClients(({ connect }) => {
    it('is answered as failed, and audited', async () => {
      auditEvents.length = 0;
      await using client = await connect(backend.url);
      const result = await client.callTool({ name: SLOW_TOOL, arguments: {} });
      const message =
        'slow_dig_tunnel did not answer within 0.05 s. It may still be running: look at what it did before you call it again';
      expect(result).toMatchObject({
        isError: true,
        content: [{ type: 'text', text: `TimeoutError: ${message}` }],
      });
      expect(result).not.toHaveProperty('structuredContent');
      await until(() => endsOf(auditEvents).length === 1);
      expect(endsOf(auditEvents)).toMatchObject([
        {
          status: 'failed',
          meta: { outcome: 'failed' },
          error: { name: 'TimeoutError', message },
        },
      ]);
    });
  });

  it('is active until the action ends, however early it is answered', async () => {
    const active = async () => {
      const points = await telemetry.points('mcp.server.active_calls');
      return points.reduce((sum, { value }) => sum + Number(value), 0);
    };
    backend.endActions();
    await until(async () => (await active()) === 0);

    await postMessage(backend.url, callOf(SLOW_TOOL)).then(messageOf);
    expect(backend.running()).toBe(1);
    expect(await active()).toBe(1);

    backend.endActions();
    await until(async () => (await active()) === 0);
  });

  it('is audited once, though the action ends later', async () => {
    auditEvents.length = 0;
    backend.endActions();
    await postMessage(backend.url, callOf(SLOW_TOOL));
    await until(() => backend.running() === 1);
    await until(() => endsOf(auditEvents).length === 1);
    backend.endActions();
    await postMessage(backend.url, callOf('sample_count_teams'));
    expect(endsOf(auditEvents)).toHaveLength(1);
  });
});

describeWays('a long call', directAnswers => {
  const auditEvents: AuditorEvent[] = [];
  let backend: SlowBackend;

  beforeAll(async () => {
    backend = await startSlowBackend(
      { directAnswers },
      realTelemetryServices(auditEvents),
    );
  });

  beforeEach(() => {
    auditEvents.length = 0;
  });

  afterEach(() => {
    backend.endActions();
    jest.useRealTimers();
  });

  afterAll(async () => {
    await backend.stop();
  });

  describe('that lasts', () => {
    beforeEach(fakeIntervals);

    it.each(streamableMessages(SLOW_TOOL))(
      'is kept alive without a word on $era, until its result',
      async ({ meta, headers }) => {
        const call = callOf(SLOW_TOOL, 'a', meta);
        const answer = postMessage(backend.url, call, { headers });
        await until(() => backend.running() === 1);
        jest.advanceTimersByTime(15_000);
        const response = await answer;
        expect(response.status).toBe(200);
        expect(response.headers.get('content-type')).toBe('text/event-stream');
        expect(response.headers.get('cache-control')).toContain('no-transform');
        expect(response.headers.get('x-accel-buffering')).toBe('no');
        jest.advanceTimersByTime(15_000);
        backend.endActions();
        const text = await response.text();
        expect(text.match(/^:.*$/gm)).toHaveLength(2);
        expect(text.match(/^data: /gm)).toHaveLength(1);
        expect(JSON.parse(text.match(/^data: (.*)$/m)![1])).toMatchObject({
          jsonrpc: '2.0',
          id: 'a',
          result: RESULT,
        });
      },
    );

    it('is kept alive over HTTP+SSE, without a progress that nobody asked for', async () => {
      await using stream = await openSseStream(backend.url);
      await stream.post(callOf(SLOW_TOOL, 'a'));
      await until(() => backend.running() === 1);
      jest.advanceTimersByTime(30_000);
      await until(() => stream.text().split(': keep-alive').length === 3);
      backend.endActions();
      await until(() => stream.messages().length === 1);
      expect(stream.messages()).toMatchObject([{ id: 'a', result: RESULT }]);
      expect(stream.headers.get('cache-control')).toContain('no-transform');
      expect(stream.headers.get('x-accel-buffering')).toBe('no');
    });

    describeClients(({ connect, ...era }) => {
      it('tells a client that asks for it every 10 s that it still runs', async () => {
        const told: object[] = [];
        await using client = await connect(backend.url);
        const call = callSlowTool(client, era, {
          onprogress: progress => told.push(progress),
        });
        await until(() => backend.running() === 1);
        jest.advanceTimersByTime(10_000);
        await until(() => told.length === 1);
        jest.advanceTimersByTime(10_000);
        await until(() => told.length === 2);
        expect(told).toMatchObject([
          { progress: 10, message: 'Still running, 10 s' },
          { progress: 20, message: 'Still running, 20 s' },
        ]);
        backend.endActions();
        expect(await call).toMatchObject(RESULT);
      });

      it('answers a client that asks for nothing', async () => {
        await using client = await connect(backend.url);
        const call = callSlowTool(client, era, {});
        await until(() => backend.running() === 1);
        jest.advanceTimersByTime(45_000);
        backend.endActions();
        expect(await call).toMatchObject(RESULT);
      });
    });

    it('says nothing more once it ended', async () => {
      await using stream = await openSseStream(backend.url);
      await stream.post(callOf(SLOW_TOOL, 'a', { progressToken: 7 }));
      await until(() => backend.running() === 1);
      jest.advanceTimersByTime(10_000);
      await until(() => stream.messages().length === 1);
      backend.endActions();
      await until(() => stream.messages().length === 2);
      jest.advanceTimersByTime(60_000);
      await until(() => stream.text().split(': keep-alive').length === 5);
      expect(stream.messages()).toMatchObject([
        {
          method: 'notifications/progress',
          params: { progressToken: 7, progress: 10 },
        },
        { id: 'a', result: RESULT },
      ]);
    });
  });

  describe('that is cancelled', () => {
    async function expectEnd(outcome: string) {
      // Only the end of the action ends the call for the operator.
      expect(endsOf(auditEvents)).toEqual([]);
      backend.endActions();
      await until(() => endsOf(auditEvents).length === 1);
      expect(endsOf(auditEvents)).toMatchObject([{ meta: { outcome } }]);
    }

    describeClients(({ connect, ...era }) => {
      // Before 2026-07-28 a client says so by a message of its own, which over
      // Streamable HTTP no server without sessions can match with the call.
      const outcome =
        era.era === '2026-07-28' || era.era === 'http+sse'
          ? 'cancelled'
          : 'succeeded';

      it(`ends as ${outcome}, and the client may call on`, async () => {
        const cancelling = new AbortController();
        await using client = await connect(backend.url);
        const call = callSlowTool(client, era, {
          signal: cancelling.signal,
        }).catch(error => error);
        await until(() => backend.running() === 1);
        cancelling.abort();
        expect(await call).toMatchObject({
          message: expect.stringContaining('abort'),
        });
        const next = await client.callTool({ name: 'sample_count_teams' });
        expect(next.isError).toBeUndefined();
        if (era.era === '2026-07-28') {
          await until(() => hasClientLeft(auditEvents));
        }
        await expectEnd(outcome);
      });
    });

    it.each(streamableMessages(SLOW_TOOL))(
      'ends as cancelled when a client of $era leaves',
      async ({ meta, headers }) => {
        const leaving = new AbortController();
        const call = postMessage(backend.url, callOf(SLOW_TOOL, 'a', meta), {
          headers,
          signal: leaving.signal,
        });
        await until(() => backend.running() === 1);
        leaving.abort();
        await expect(async () => messageOf(await call)).rejects.toThrow();
        const next = await postMessage(
          backend.url,
          callOf('sample_count_teams'),
        );
        expect((await messageOf(next)).result).toBeDefined();
        await until(() => hasClientLeft(auditEvents));
        await expectEnd('cancelled');
      },
    );

    it('gets no answer on the stream of HTTP+SSE', async () => {
      await using stream = await openSseStream(backend.url);
      await stream.post(callOf(SLOW_TOOL, 'a'));
      await until(() => backend.running() === 1);
      await stream.post({
        method: 'notifications/cancelled',
        params: { requestId: 'a', reason: 'The user changed their mind' },
      });
      await expectEnd('cancelled');
      await stream.post(callOf('sample_count_teams', 'b'));
      await until(() => stream.messages().length > 0);
      expect(stream.messages()).toMatchObject([{ id: 'b' }]);
    });

    it('is not cancelled by another user of the same id', async () => {
      await using stream = await openSseStream(backend.url);
      await using other = await openSseStream(
        backend.url,
        'user:default/other',
      );
      await stream.post(callOf(SLOW_TOOL, 'a'));
      await until(() => backend.running() === 1);
      await other.post({
        method: 'notifications/cancelled',
        params: { requestId: 'a' },
      });
      await expectEnd('succeeded');
      await until(() => stream.messages().length === 1);
      expect(stream.messages()).toMatchObject([{ id: 'a', result: RESULT }]);
    });
  });
});
