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

/** The client of SDK v1 takes one more parameter. */
function callSlowTool(client: McpClient, { sdk }: Era, options: CallOptions) {
  const params = { name: SLOW_TOOL, arguments: {} };
  return sdk === 'v1'
    ? client.callTool(params, undefined, options)
    : client.callTool(params, options as never);
}

/** The outcomes of calls of the slow tool. */
const endsOf = (auditEvents: AuditorEvent[]) =>
  auditEvents.filter(
    ({ eventId, status, meta }) =>
      eventId === 'tool-execution' &&
      status !== 'initiated' &&
      meta?.toolName === SLOW_TOOL,
  );

/** Whether the server has noticed that a client of Streamable HTTP left. */
const hasClientLeft = (auditEvents: AuditorEvent[]) =>
  auditEvents.some(
    event =>
      event.eventId === 'connection' &&
      event.status === 'failed' &&
      event.error.message === 'The client left before the answer',
  );

describeWays('a call that never ends', directAnswers => {
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
    it('fails with a timeout, and is audited', async () => {
      auditEvents.length = 0;
      await using client = await connect(backend.url);
      const result = await client.callTool({ name: SLOW_TOOL, arguments: {} });
      const message =
        'slow_dig_tunnel did not finish within 0.05 s and may still be running. Check what it did before you call it again';
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

  it('is active until the action ends, although the client got a timeout', async () => {
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

  it('is audited once, although the action ends later', async () => {
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

  describe('that keeps running', () => {
    beforeEach(fakeIntervals);

    it.each(streamableMessages(SLOW_TOOL))(
      'is kept alive on $era without any message, until its result',
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

    it('is kept alive over HTTP+SSE, without progress that nobody asked for', async () => {
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
      it('sends progress every 10 s to a client that asks for it', async () => {
        const reported: object[] = [];
        await using client = await connect(backend.url);
        const call = callSlowTool(client, era, {
          onprogress: progress => reported.push(progress),
        });
        await until(() => backend.running() === 1);
        jest.advanceTimersByTime(10_000);
        await until(() => reported.length === 1);
        jest.advanceTimersByTime(10_000);
        await until(() => reported.length === 2);
        expect(reported).toMatchObject([
          { progress: 10, message: 'Still running, 10 s' },
          { progress: 20, message: 'Still running, 20 s' },
        ]);
        backend.endActions();
        expect(await call).toMatchObject(RESULT);
      });

      it('returns its result to a client that asks for no progress', async () => {
        await using client = await connect(backend.url);
        const call = callSlowTool(client, era, {});
        await until(() => backend.running() === 1);
        jest.advanceTimersByTime(45_000);
        backend.endActions();
        expect(await call).toMatchObject(RESULT);
      });
    });

    it('sends nothing more once it has ended', async () => {
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
      // For the operator, the call ends only with its action.
      expect(endsOf(auditEvents)).toEqual([]);
      backend.endActions();
      await until(() => endsOf(auditEvents).length === 1);
      expect(endsOf(auditEvents)).toMatchObject([{ meta: { outcome } }]);
    }

    describeClients(({ connect, ...era }) => {
      // Before 2026-07-28, a client cancels with a separate message. Over
      // Streamable HTTP, a server without sessions cannot match it with the
      // call.
      const outcome =
        era.era === '2026-07-28' || era.era === 'http+sse'
          ? 'cancelled'
          : 'succeeded';

      it(`ends as ${outcome}, and the client can make more calls`, async () => {
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

    it('gets no response on the stream of HTTP+SSE', async () => {
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

    it('is not cancelled by another user with the same id', async () => {
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
