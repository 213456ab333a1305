import type { AuditorEvent } from '@backstage/backend-defaults/auditor';
import { mockCredentials } from '@backstage/backend-test-utils';
import { describeClients } from '../__testUtils__/describeClients';
import {
  callOf,
  messageOf,
  newUser,
  postMessage,
} from '../__testUtils__/postMessage';
import {
  SLOW_DESTRUCTIVE_TOOL,
  type SlowBackend,
  startSlowBackend,
} from '../__testUtils__/slowActions';
import {
  realTelemetryServices,
  startTelemetry,
} from '../__testUtils__/telemetry';
import { until } from '../__testUtils__/until';

const QUICK_TOOL = 'sample_greet_user';
const QUICK_CALL = { name: QUICK_TOOL, arguments: { name: 'Ann' } };
/** May destroy, and ends at once. */
const DESTRUCTIVE_CALL = { name: 'sample_deliver_parcel', arguments: {} };
const ALL_ANSWERED = ['answered', 'answered', 'answered'];
const TOO_MANY =
  'TooManyCallsError: Calls per minute are limited to 3. Try again in';
const TOO_MANY_DESTRUCTIVE =
  'TooManyCallsError: Calls per minute of tools that may destroy something are limited to 1. Try again in';

const quickCall = (id: number | string = 1) => ({
  id,
  method: 'tools/call',
  params: QUICK_CALL,
});
const destructiveCall = () => ({
  id: 1,
  method: 'tools/call',
  params: DESTRUCTIVE_CALL,
});

describe('limits', () => {
  describe('of calls in a minute', () => {
    const auditEvents: AuditorEvent[] = [];
    let telemetry: ReturnType<typeof startTelemetry>;
    let backend: SlowBackend;

    beforeAll(async () => {
      telemetry = startTelemetry();
      backend = await startSlowBackend(
        {
          limits: { callsPerMinute: 3, destructiveCallsPerMinute: 1 },
        },
        realTelemetryServices(auditEvents),
      );
    });

    afterAll(async () => {
      await backend.stop();
      await telemetry.stop();
    });

    async function callThrice(as: string) {
      const ends = [];
      for (let i = 0; i < 3; i++) {
        const response = await postMessage(backend.url, quickCall(), { as });
        const { result } = await messageOf(response);
        ends.push(result.isError ? 'refused' : 'answered');
      }
      return ends;
    }

    describeClients(({ connect }) => {
      it('tells a client that called too often when to come back', async () => {
        const as = newUser();
        await callThrice(as);
        await using client = await connect(backend.url, { as });
        expect(await client.callTool(QUICK_CALL)).toEqual(
          expect.objectContaining({
            isError: true,
            content: [
              { type: 'text', text: expect.stringContaining(TOO_MANY) },
            ],
          }),
        );
      });

      it('lists the tools for a client that called too often', async () => {
        const as = newUser();
        await callThrice(as);
        await using client = await connect(backend.url, { as });
        const { tools } = await client.listTools();
        expect(tools.map(({ name }) => name)).toContain(QUICK_TOOL);
      });

      it('lets tools that destroy nothing pass when only the others are used up', async () => {
        await using client = await connect(backend.url, { as: newUser() });
        await client.callTool(DESTRUCTIVE_CALL);
        expect(await client.callTool(DESTRUCTIVE_CALL)).toMatchObject({
          isError: true,
          content: [{ text: expect.stringContaining(TOO_MANY_DESTRUCTIVE) }],
        });
        const result = await client.callTool(QUICK_CALL);
        expect(result.structuredContent).toEqual({ greeting: 'Hello Ann!' });
      });
    });

    it.each([7, 'seven', '7'])(
      'refuses with the id %p of the call, and says in seconds when to come back',
      async id => {
        const as = newUser();
        await callThrice(as);
        const response = await postMessage(backend.url, quickCall(id), { as });
        const message = await messageOf(response);
        const { text } = message.result.content[0];
        const seconds = Number(/(\d+) s$/.exec(text)![1]);
        expect(response.status).toBe(200);
        expect(response.headers.get('retry-after')).toBeNull();
        expect(message).toMatchObject({
          id,
          result: {
            isError: true,
            content: [{ text: `${TOO_MANY} ${seconds} s` }],
          },
        });
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(60);
      },
    );

    it('counts each user alone', async () => {
      expect(await callThrice(newUser())).toEqual(ALL_ANSWERED);
      expect(await callThrice(newUser())).toEqual(ALL_ANSWERED);
    });

    it('counts a service beside the users', async () => {
      await callThrice(newUser());
      const response = await fetch(backend.url, {
        method: 'POST',
        headers: {
          authorization: mockCredentials.service.header(),
          'content-type': 'application/json',
        },
        body: JSON.stringify({ jsonrpc: '2.0', ...quickCall() }),
      });
      expect((await messageOf(response)).result).toBeDefined();
    });

    it('does not count calls of tools that are not there: nothing runs', async () => {
      const as = newUser();
      const answers = [];
      for (let i = 0; i < 4; i++) {
        const response = await postMessage(backend.url, callOf('made_up'), {
          as,
        });
        const { error, result } = await messageOf(response);
        answers.push(error?.code ?? result.isError);
      }
      expect(answers).toEqual([-32602, -32602, -32602, -32602]);
    });

    it.each([
      ['tools/list', undefined],
      [
        'initialize',
        {
          protocolVersion: '2025-11-25',
          capabilities: {},
          clientInfo: { name: 'a', version: '1' },
        },
      ],
    ])('does not count %s', async (method, params) => {
      const as = newUser();
      for (let i = 0; i < 5; i++) {
        const response = await postMessage(
          backend.url,
          { id: i, method, params },
          { as },
        );
        expect((await messageOf(response)).result).toBeDefined();
      }
      expect(await callThrice(as)).toEqual(ALL_ANSWERED);
    });

    it.each([
      {
        what: 'any call',
        first: callThrice,
        message: quickCall(),
        named: 'sample_greet_user',
      },
      {
        what: 'a call that may destroy',
        first: (as: string) =>
          postMessage(backend.url, destructiveCall(), { as }),
        message: destructiveCall(),
        named: 'sample_deliver_parcel',
      },
    ])('audits and measures $what as limited', async row => {
      const as = newUser();
      await row.first(as);
      await postMessage(backend.url, row.message, { as });
      const limited = () =>
        auditEvents.filter(
          ({ actor, meta }) =>
            actor.actorId === as && meta?.outcome === 'limited',
        );
      await until(() => limited().length > 0);
      expect(limited()).toMatchObject([
        {
          eventId: 'tool-execution',
          status: 'failed',
          error: { name: 'TooManyCallsError' },
          meta: { toolName: row.message.params.name },
        },
      ]);
      const points = await telemetry.points('mcp.server.operation.duration');
      expect(points.map(({ attributes }) => attributes)).toContainEqual(
        expect.objectContaining({
          'backstage.mcp.outcome': 'limited',
          'error.type': 'TooManyCallsError',
          'gen_ai.tool.name': row.named,
        }),
      );
    });
  });

  it('lets anything pass when switched off', async () => {
    const backend = await startSlowBackend({
      limits: {
        callsInFlight: 0,
        callsPerMinute: 0,
        destructiveCallsPerMinute: 0,
      },
    });
    // One more than the default of calls per minute that may destroy.
    const calls = Array.from({ length: 101 }, () =>
      postMessage(backend.url, callOf(SLOW_DESTRUCTIVE_TOOL)),
    );
    await until(() => backend.running() === 101);
    backend.endActions();
    const messages = await Promise.all(
      calls.map(async call => messageOf(await call)),
    );
    expect(messages.filter(({ result }) => result)).toHaveLength(101);
    await backend.stop();
  });

  it('refuses a body that is too large, and takes one that just fits', async () => {
    const backend = await startSlowBackend({
      limits: { bodySize: '1kb' },
    });
    const message = { jsonrpc: '2.0', ...quickCall() };
    const padded = (length: number) => JSON.stringify(message).padEnd(length);
    const send = (body: string) =>
      fetch(backend.url, {
        method: 'POST',
        headers: {
          authorization: mockCredentials.user.header(),
          'content-type': 'application/json',
        },
        body,
      });
    const fits = await send(padded(1024));
    expect(fits.status).toBe(200);
    expect((await messageOf(fits)).result).toBeDefined();
    const tooLarge = await send(padded(1025));
    expect(tooLarge.status).toBe(413);
    expect(await tooLarge.json()).toEqual({
      jsonrpc: '2.0',
      id: null,
      error: {
        code: -32000,
        message: 'Payload Too Large: the request body exceeds 1024 bytes',
      },
    });
    await backend.stop();
  });
});

describe('limits of HTTP+SSE streams', () => {
  const open = new AbortController();
  let backend: SlowBackend;

  beforeAll(async () => {
    backend = await startSlowBackend({
      sse: { maxSessions: 3, maxSessionsPerPrincipal: 2 },
    });
  });

  afterAll(async () => {
    open.abort();
    await backend.stop();
  });

  const openStream = (as: string, signal = open.signal) =>
    fetch(`${backend.url}/sse`, {
      headers: { authorization: mockCredentials.user.header(as) },
      signal,
    });

  const refusal = (message: string) => ({
    jsonrpc: '2.0',
    id: null,
    error: {
      code: -32000,
      message: `${message} HTTP+SSE sessions are open. Streamable HTTP needs none: use the same URL without /sse`,
    },
  });

  it('refuses one stream too many of a user, then of all, until one closes', async () => {
    const leaving = new AbortController();
    expect((await openStream('user:default/a')).status).toBe(200);
    expect((await openStream('user:default/a', leaving.signal)).status).toBe(
      200,
    );

    const ofUser = await openStream('user:default/a');
    expect(ofUser.status).toBe(429);
    expect(ofUser.headers.get('retry-after')).toBe('30');
    expect(await ofUser.json()).toEqual(refusal('Too many of your'));

    expect((await openStream('user:default/b')).status).toBe(200);
    const ofAll = await openStream('user:default/c');
    expect(ofAll.status).toBe(503);
    expect(ofAll.headers.get('retry-after')).toBe('30');
    expect(await ofAll.json()).toEqual(refusal('Too many'));

    leaving.abort();
    await until(async () => {
      const { status } = await openStream('user:default/c');
      return status === 200;
    });
  });
});
