import { describeClients } from '../__testUtils__/describeClients';
import {
  callOf,
  messageOf,
  newUser,
  postMessage,
} from '../__testUtils__/postMessage';
import {
  SLOW_TOOL,
  type SlowBackend,
  startSlowBackend,
} from '../__testUtils__/slowActions';
import { until } from '../__testUtils__/until';

const QUICK_TOOL = 'sample_tell_caller';
const QUICK_CALL = { name: QUICK_TOOL, arguments: {} };
const IN_FLIGHT = 3;
const STILL_RUNNING =
  'TooManyCallsError: Calls at once are limited to 3. Try again in 1 s';

/** Whether the answer is that of a call that was one too many. */
const isRefused = (message: { result: { isError?: boolean } }) =>
  Boolean(message.result.isError);

describe('calls that run at once', () => {
  let backend: SlowBackend;

  beforeAll(async () => {
    backend = await startSlowBackend({
      limits: { callsInFlight: IN_FLIGHT },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  afterEach(() => {
    backend.endActions();
  });

  /** As many calls as may run. */
  async function startCalls(as: string, signal?: AbortSignal) {
    const calls = Array.from({ length: IN_FLIGHT }, () =>
      postMessage(backend.url, callOf(SLOW_TOOL), { as, signal }),
    );
    await until(() => backend.running() === IN_FLIGHT);
    return calls;
  }

  it('runs as many of a burst as it may, and refuses the others', async () => {
    const as = newUser();
    const burst = Array.from({ length: IN_FLIGHT + 4 }, async (_, id) => {
      const response = await postMessage(backend.url, callOf(SLOW_TOOL, id), {
        as,
      });
      const message = await messageOf(response);
      return { status: response.status, message };
    });
    const refused: unknown[] = [];
    burst.forEach(call =>
      call.then(({ message }) => isRefused(message) && refused.push(message)),
    );
    await until(() => refused.length === 4);
    await until(() => backend.running() === IN_FLIGHT);
    backend.endActions();
    const ends = await Promise.all(burst);
    expect(ends.filter(({ message }) => isRefused(message))).toHaveLength(4);
    expect(ends.find(({ message }) => isRefused(message))).toMatchObject({
      status: 200,
      message: {
        result: {
          isError: true,
          content: [{ type: 'text', text: STILL_RUNNING }],
        },
      },
    });
    expect(ends.map(({ message }) => message.id)).toEqual([
      0, 1, 2, 3, 4, 5, 6,
    ]);
  });

  describeClients(({ connect }) => {
    it('tells the client, until a call ends', async () => {
      const as = newUser();
      await using client = await connect(backend.url, { as });
      const calls = await startCalls(as);
      expect(await client.callTool(QUICK_CALL)).toMatchObject({
        isError: true,
        content: [{ text: STILL_RUNNING }],
      });
      backend.endActions();
      await Promise.all(calls.map(async call => messageOf(await call)));
      const result = await client.callTool(QUICK_CALL);
      expect(result.structuredContent).toEqual({ caller: as });
    });
  });

  it('lets another user call meanwhile', async () => {
    await startCalls(newUser());
    const response = await postMessage(backend.url, callOf(QUICK_TOOL), {
      as: newUser(),
    });
    expect((await messageOf(response)).result).toBeDefined();
  });

  it('counts calls whose client left until their actions end', async () => {
    const as = newUser();
    const leaving = new AbortController();
    const calls = await startCalls(as, leaving.signal);
    leaving.abort();
    await Promise.allSettled(calls);
    const tooEarly = await postMessage(backend.url, callOf(QUICK_TOOL), { as });
    expect((await messageOf(tooEarly)).result.content[0].text).toBe(
      STILL_RUNNING,
    );
    backend.endActions();
    await until(async () => {
      const response = await postMessage(backend.url, callOf(QUICK_TOOL), {
        as,
      });
      return !isRefused(await messageOf(response));
    });
  });

  it('counts calls that were answered before they ended, as the action still runs', async () => {
    const impatient = await startSlowBackend({
      callTimeout: { milliseconds: 50 },
      limits: { callsInFlight: 1 },
    });
    const timedOut = await postMessage(impatient.url, callOf(SLOW_TOOL));
    expect((await messageOf(timedOut)).result.isError).toBe(true);
    const refused = await postMessage(impatient.url, callOf(QUICK_TOOL));
    expect((await messageOf(refused)).result.content[0].text).toBe(
      'TooManyCallsError: Calls at once are limited to 1. Try again in 1 s',
    );
    impatient.endActions();
    await impatient.stop();
  });
});
