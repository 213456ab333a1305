import type { AuditorEvent } from '@backstage/backend-defaults/auditor';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { actionsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { describeWays } from '../__testUtils__/describeWays';
import { openSseStream } from '../__testUtils__/openSseStream';
import { callOf, newUser, postMessage } from '../__testUtils__/postMessage';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { realTelemetryServices } from '../__testUtils__/telemetry';
import { until } from '../__testUtils__/until';
import { streamableMessages } from '../__testUtils__/streamableMessages';
import { sampleAction } from '../__testUtils__/sampleAction';

const TOOL = 'greeter_greet';

const NOT_STARTED = {
  ends: ['The client left before the action started'],
  outcomes: ['cancelled'],
  invocations: 0,
};

/** Actions whose lists wait until the test says so. */
function heldActions() {
  const held = new Set<() => void>();
  const invoke = jest.fn(async () => ({ output: 'Hello' }));
  const factory = createServiceFactory({
    service: actionsServiceRef,
    deps: {},
    factory: () => ({
      async list() {
        await new Promise<void>(resolve => held.add(resolve));
        return { actions: [sampleAction('greeter:greet')] };
      },
      invoke,
    }),
  });
  return {
    factory,
    invoke,
    waiting: () => held.size,
    list() {
      held.forEach(answer => answer());
      held.clear();
    },
  };
}

describeWays('a call whose tool is looked for', directAnswers => {
  const auditEvents: AuditorEvent[] = [];
  const actions = heldActions();
  let backend: McpBackend;

  const hasConnectionEnded = () =>
    auditEvents.some(
      ({ eventId, status }) =>
        eventId === 'connection' && status !== 'initiated',
    );

  beforeAll(async () => {
    backend = await startMcpBackend({
      config: {
        backend: { actions: { pluginSources: ['greeter'] } },
        // Without remembered lists a call waits for one.
        mcpActions: { directAnswers, cache: { ttl: 0 } },
      },
      features: [actions.factory, ...realTelemetryServices(auditEvents)],
    });
    // The log's block at start lists them as well.
    await until(() => actions.waiting() > 0);
    actions.list();
  });

  beforeEach(() => {
    auditEvents.length = 0;
    actions.invoke.mockClear();
  });

  // Else it would be taken for the end of the next test's connection.
  afterEach(() => until(hasConnectionEnded));

  afterAll(async () => {
    actions.list();
    await backend.stop();
  });

  const ends = () =>
    auditEvents.filter(
      ({ eventId, status }) =>
        eventId === 'tool-execution' && status !== 'initiated',
    );

  /** Lets the tool be found; gives how the call ended, and how often it ran. */
  async function endOfCall() {
    actions.list();
    await until(() => ends().length > 0);
    return {
      ends: ends().map(
        event => event.status === 'failed' && event.error.message,
      ),
      outcomes: ends().map(({ meta }) => meta?.outcome),
      invocations: actions.invoke.mock.calls.length,
    };
  }

  it.each(streamableMessages(TOOL))(
    'does not start when a client of $era leaves meanwhile',
    async ({ meta, headers }) => {
      const leaving = new AbortController();
      const call = postMessage(backend.url, callOf(TOOL, 1, meta), {
        as: newUser(),
        headers,
        signal: leaving.signal,
      });
      await until(() => actions.waiting() === 1);
      leaving.abort();
      await expect(call).rejects.toThrow('aborted');
      await until(hasConnectionEnded);
      expect(await endOfCall()).toEqual(NOT_STARTED);
    },
  );

  it('does not start when a client of HTTP+SSE cancels it meanwhile', async () => {
    await using stream = await openSseStream(backend.url, newUser());
    await stream.post(callOf(TOOL, 7));
    await until(() => actions.waiting() === 1);
    await stream.post({
      method: 'notifications/cancelled',
      params: { requestId: 7 },
    });
    expect(await endOfCall()).toEqual(NOT_STARTED);
    expect(stream.messages()).toEqual([]);
  });

  it('does not start when a client of HTTP+SSE leaves meanwhile', async () => {
    const stream = await openSseStream(backend.url, newUser());
    await stream.post(callOf(TOOL, 7));
    await until(() => actions.waiting() === 1);
    await stream[Symbol.asyncDispose]();
    await until(hasConnectionEnded);
    expect(await endOfCall()).toEqual(NOT_STARTED);
  });

  it('starts when its client waits', async () => {
    const call = postMessage(backend.url, callOf(TOOL), { as: newUser() });
    await until(() => actions.waiting() === 1);
    actions.list();
    await call;
    expect(actions.invoke).toHaveBeenCalledTimes(1);
  });
});
