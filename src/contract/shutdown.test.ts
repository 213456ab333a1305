import { setTimeout } from 'node:timers/promises';
import {
  type AuditorEvent,
  DefaultAuditorService,
} from '@backstage/backend-defaults/auditor';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { beginUpload } from '../__testUtils__/beginUpload';
import { describeClients } from '../__testUtils__/describeClients';
import { openSseStream } from '../__testUtils__/openSseStream';
import { callOf, messageOf, postMessage } from '../__testUtils__/postMessage';
import {
  SLOW_TOOL,
  type SlowBackend,
  startSlowBackend,
} from '../__testUtils__/slowActions';
import { realTelemetryServices } from '../__testUtils__/telemetry';
import { smallBounds } from '../__testUtils__/smallBounds';
import { until } from '../__testUtils__/until';

/** Longer than a test may take: a stop that waits for its end fails the test. */
const ENDLESS_MS = 60 * 60_000;

describe('a stop of the backend', () => {
  const auditEvents: AuditorEvent[] = [];
  let backend: SlowBackend;

  async function start(closeTimeoutMs: number) {
    auditEvents.length = 0;
    backend = await startSlowBackend({}, [
      smallBounds({ closeTimeoutMs }),
      ...realTelemetryServices(auditEvents),
    ]);
  }

  beforeEach(() => start(ENDLESS_MS));

  afterEach(async () => {
    backend.endActions();
    await backend.stop();
  });

  /** Begins to stop, and waits until new requests are refused. */
  async function beginStop() {
    let isOver = false;
    const stopped = backend.stop().then(() => {
      isOver = true;
    });
    await until(() => refusesRequests(backend.url));
    return { stopped, isOver: () => isOver };
  }

  /** How the calls of the slow tool ended, as far as it is written. */
  const writtenEnds = () =>
    auditEvents
      .filter(
        ({ eventId, status, meta }) =>
          eventId === 'tool-execution' &&
          status !== 'initiated' &&
          meta?.toolName === SLOW_TOOL,
      )
      .map(({ meta }) => meta?.outcome);

  describeClients(({ connect }) => {
    it('lets a call that runs have its answer', async () => {
      await using client = await connect(backend.url);
      const call = client.callTool({ name: SLOW_TOOL, arguments: {} });
      await until(() => backend.running() === 1);
      const { stopped } = await beginStop();
      backend.endActions();
      await stopped;
      // Written before the stop was over, hence no further wait.
      expect(writtenEnds()).toEqual(['succeeded']);
      expect((await call).structuredContent).toEqual({ isOpen: true });
    });
  });

  it('lets all calls that run have their answers', async () => {
    await using stream = await openSseStream(backend.url);
    const calls = [1, 2, 3].map(id =>
      postMessage(backend.url, callOf(SLOW_TOOL, id)),
    );
    await stream.post(callOf(SLOW_TOOL, 4));
    await stream.post(callOf(SLOW_TOOL, 5));
    await until(() => backend.running() === 5);
    const { stopped } = await beginStop();
    backend.endActions();
    await stopped;
    const answers = await Promise.all(
      calls.map(async call => messageOf(await call)),
    );
    await until(() => stream.isClosed());
    const messages = [...answers, ...stream.messages()];
    expect(messages.map(({ id }) => id).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(
      messages.every(({ result }) => result.structuredContent.isOpen),
    ).toBe(true);
  });

  it('refuses new calls meanwhile', async () => {
    const call = postMessage(backend.url, callOf(SLOW_TOOL));
    await using stream = await openSseStream(backend.url);
    await until(() => backend.running() === 1);
    const { stopped } = await beginStop();
    const refused = [
      await postMessage(backend.url, callOf(SLOW_TOOL)),
      await stream.post(callOf(SLOW_TOOL)),
    ];
    expect(refused.map(({ status }) => status)).toEqual([503, 503]);
    expect(backend.running()).toBe(1);
    backend.endActions();
    expect((await messageOf(await call)).result).toBeDefined();
    await stopped;
  });

  it('waits for a call whose client left', async () => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const call = postMessage(backend.url, callOf(SLOW_TOOL), { signal });
    await until(() => backend.running() === 1);
    leaving.abort();
    await expect(call).rejects.toThrow('aborted');
    const { stopped, isOver } = await beginStop();
    expect(isOver()).toBe(false);
    backend.endActions();
    await stopped;
    expect(writtenEnds()).toEqual(['cancelled']);
  });

  it('closes open streams of HTTP+SSE', async () => {
    await using stream = await openSseStream(backend.url);
    await backend.stop();
    await until(() => stream.isClosed());
    expect(stream.messages()).toEqual([]);
  });

  it.each(['', '/readonly', '/sse/messages?sessionId=none', '/none'])(
    'cuts off an unfinished upload to /v1%s at once',
    async path => {
      const { closed } = await beginUpload(`${backend.url}${path}`);
      await backend.stop();
      await expect(closed).resolves.toBeDefined();
    },
  );

  it('lets a call have its answer while an upload is unfinished', async () => {
    const call = postMessage(backend.url, callOf(SLOW_TOOL));
    await until(() => backend.running() === 1);
    const { closed } = await beginUpload(backend.url);
    const stopped = backend.stop();
    await closed;
    backend.endActions();
    expect((await messageOf(await call)).result).toBeDefined();
    await stopped;
  });

  it('waits for a call no longer than it may', async () => {
    await backend.stop();
    await start(100);
    await using stream = await openSseStream(backend.url);
    await stream.post(callOf(SLOW_TOOL));
    const call = postMessage(backend.url, callOf(SLOW_TOOL))
      .then(messageOf)
      .catch(error => error);
    await until(() => backend.running() === 2);
    const { stopped } = await beginStop();
    expect((await call).message).toMatch(/fetch failed|terminated/);
    await until(() => stream.isClosed());
    expect(stream.messages()).toEqual([]);
    expect(backend.running()).toBe(2);
    // The platform itself waits for actions of its own plugins.
    backend.endActions();
    await stopped;
  });
});

it('waits until a slow sink has written how calls ended', async () => {
  const sink = slowSink();
  const backend = await startSlowBackend({}, [sink.auditor]);
  const call = postMessage(backend.url, callOf(SLOW_TOOL));
  await until(() => backend.running() === 1);
  backend.endActions();
  await messageOf(await call);
  const stopped = backend.stop();
  await until(() => refusesRequests(backend.url));
  expect(sink.written).toEqual([]);
  sink.write();
  await stopped;
  expect(
    sink.written.map(({ eventId, status }) => `${eventId} ${status}`).sort(),
  ).toEqual([
    'connection initiated',
    'connection succeeded',
    'tool-execution initiated',
    'tool-execution succeeded',
  ]);
});

/** Where a real auditor writes to, slowly, and not before the test says so. */
function slowSink() {
  const written: AuditorEvent[] = [];
  let write = () => {};
  const mayWrite = new Promise<void>(resolve => {
    write = resolve;
  });
  const auditor = createServiceFactory({
    service: coreServices.auditor,
    deps: {
      plugin: coreServices.pluginMetadata,
      auth: coreServices.auth,
      httpAuth: coreServices.httpAuth,
    },
    factory: services =>
      DefaultAuditorService.create(async event => {
        await mayWrite;
        await setTimeout(100);
        written.push(event);
      }, services),
  });
  return { auditor, written, write };
}

async function refusesRequests(url: string): Promise<boolean> {
  // The server waits some seconds for a connection that stays open.
  const headers = { connection: 'close' };
  const response = await fetch(url, { headers });
  await response.text();
  return response.status === 503;
}
