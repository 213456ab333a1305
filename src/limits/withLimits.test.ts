import { mockCredentials } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type {
  CallContext,
  Tool,
  ToolOutcome,
  ToolService,
} from '../tools/types';
import { CallRates } from './CallRates';
import { RunningCalls } from './RunningCalls';
import { withLimits } from './withLimits';

const JANE = mockCredentials.user('user:default/jane');
const RAVI = mockCredentials.user('user:default/ravi');

const deleteEntity: Tool = {
  ...greet,
  name: 'catalog_delete_entity',
  attributes: { readOnly: false, destructive: true, idempotent: true },
};

interface Limits {
  callsInFlight?: number;
  callsPerMinute?: number;
  destructiveCallsPerMinute?: number;
}

/** Finds the two tools above, and runs them until they are let go. */
function sampleTools() {
  const begun: string[] = [];
  const waiting: Array<(end: ToolOutcome | Error) => void> = [];
  const tools: ToolService = {
    list: async () => [greet, deleteEntity],
    async call(context, { name }) {
      const tool = [greet, deleteEntity].find(known => known.name === name);
      if (!tool) {
        return { status: 'unknown', nearest: [] };
      }
      await context.onToolFound?.(tool);
      begun.push(name);
      return new Promise((resolve, reject) => {
        waiting.push(end =>
          end instanceof Error ? reject(end) : resolve(end),
        );
      });
    },
  };
  /** Ends the call that runs for longest. */
  const endOne = (end?: Error) =>
    waiting.shift()?.(
      end ?? { status: 'succeeded', tool: greet, output: 'Hi' },
    );
  return { tools, begun, endOne };
}

function limit(tools: ToolService, limits: Limits = {}) {
  const running = RunningCalls.create();
  const rates = CallRates.create({
    callsPerMinute: 0,
    destructiveCallsPerMinute: 0,
    ...limits,
  });
  const limited = withLimits(tools, {
    callsInFlight: 0,
    callsPerMinute: 0,
    destructiveCallsPerMinute: 0,
    ...limits,
    running,
    rates,
  });
  const call = (
    name: string,
    credentials = JANE,
    given: Partial<CallContext> = {},
  ) => limited.call(callContext({ ...given, credentials }), { name });
  return { limited, running, call };
}

/** Lets everything run that can. */
async function settle() {
  await new Promise(setImmediate);
}

const SUCCEEDED = { status: 'succeeded', tool: greet, output: 'Hi' };
const UNKNOWN = { status: 'unknown', nearest: [] };

describe('withLimits, of calls in flight', () => {
  const BUSY = {
    status: 'limited',
    message: 'Calls at once are limited to 2. Try again in 1 s',
  };

  it('holds for calls that come at the same moment', async () => {
    const { tools, begun, endOne } = sampleTools();
    const { call } = limit(tools, { callsInFlight: 2 });

    const calls = Array.from({ length: 5 }, () => call('greeter_greet'));
    await settle();
    expect(begun).toHaveLength(2);
    endOne();
    endOne();

    expect(await Promise.all(calls)).toEqual([
      SUCCEEDED,
      SUCCEEDED,
      BUSY,
      BUSY,
      BUSY,
    ]);
  });

  it.each([
    { how: 'ends', end: undefined },
    { how: 'throws', end: new Error('out of greetings') },
  ])('has a place again when a tool $how', async ({ end }) => {
    const { tools, begun, endOne } = sampleTools();
    const { call } = limit(tools, { callsInFlight: 1 });
    const ended = call('greeter_greet').catch(() => {});
    await settle();

    endOne(end);
    await ended;
    void call('greeter_greet');
    await settle();

    expect(begun).toHaveLength(2);
  });

  it('has a place again after a call of an unknown tool', async () => {
    const { call, running } = limit(sampleTools().tools, { callsInFlight: 1 });

    expect(await call('greet')).toEqual(UNKNOWN);
    expect(await call('greet')).toEqual(UNKNOWN);
    expect(running.of('["user","user:default/jane"]')).toBe(0);
  });

  it('takes no place from another principal', async () => {
    const { tools, begun } = sampleTools();
    const { call } = limit(tools, { callsInFlight: 1 });

    void call('greeter_greet', JANE);
    void call('greeter_greet', RAVI);
    await settle();

    expect(begun).toHaveLength(2);
  });

  it('takes the same user for the same principal, whatever the credentials', async () => {
    const { tools } = sampleTools();
    const { call } = limit(tools, { callsInFlight: 1 });
    const again = mockCredentials.user('user:default/jane');

    void call('greeter_greet', JANE);
    await settle();

    expect(await call('greeter_greet', again)).toMatchObject({
      status: 'limited',
    });
  });

  it('is no limit when it is 0', async () => {
    const { tools, begun } = sampleTools();
    const { call } = limit(tools);

    Array.from({ length: 200 }, () => call('greeter_greet'));
    await settle();

    expect(begun).toHaveLength(200);
  });

  it('holds whenever calls come and go', async () => {
    const steps = fc.array(
      fc.constantFrom('call', 'call', 'end', 'fail', 'settle'),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.integer({ min: 1, max: 4 }),
        async (all, max) => {
          const { tools, begun, endOne } = sampleTools();
          const { call, running } = limit(tools, { callsInFlight: max });
          const principal = '["user","user:default/jane"]';
          const calls: Array<Promise<unknown>> = [];
          for (const step of all) {
            switch (step) {
              case 'call':
                calls.push(call('greeter_greet').catch(() => {}));
                break;
              case 'settle':
                await settle();
                break;
              default:
                endOne(step === 'fail' ? new Error('no') : undefined);
            }
            expect(running.of(principal)).toBeLessThanOrEqual(max);
          }
          await settle();
          begun.forEach(() => endOne());
          await Promise.all(calls);
          expect(running.of(principal)).toBe(0);
        },
      ),
    );
  });
});

describe('withLimits, of calls in a minute', () => {
  it('refuses the call that is one too many, before the tool is looked for', async () => {
    const { tools } = sampleTools();
    const call = jest.spyOn(tools, 'call');
    const limited = limit(tools, { callsPerMinute: 2 });
    await limited.call('greet');
    await limited.call('greet');

    expect(await limited.call('greeter_greet')).toEqual({
      status: 'limited',
      message: expect.stringMatching(
        /^Calls per minute are limited to 2\. Try again in \d+ s$/,
      ),
    });
    expect(call).toHaveBeenCalledTimes(2);
  });

  it('counts a call that finds no place among those in flight', async () => {
    const { tools } = sampleTools();
    const { call } = limit(tools, { callsInFlight: 1, callsPerMinute: 2 });
    void call('greeter_greet');
    await settle();

    expect(await call('greeter_greet')).toMatchObject({
      message: expect.stringMatching(/ in 1 s$/),
    });
    expect(await call('greeter_greet')).toMatchObject({
      message: expect.stringContaining('per minute'),
    });
  });

  it('counts for each principal of its own', async () => {
    const { call } = limit(sampleTools().tools, { callsPerMinute: 1 });
    await call('greet', JANE);

    expect(await call('greet', RAVI)).toEqual(UNKNOWN);
    expect(await call('greet', JANE)).toMatchObject({ status: 'limited' });
  });

  it('does not limit lists', async () => {
    const { limited, call } = limit(sampleTools().tools, {
      callsInFlight: 1,
      callsPerMinute: 1,
      destructiveCallsPerMinute: 1,
    });
    const context = callContext({ credentials: JANE });
    await Promise.all(Array.from({ length: 9 }, () => limited.list(context)));

    expect(await limited.list(context)).toEqual([greet, deleteEntity]);
    expect(await call('greet')).toEqual(UNKNOWN);
  });
});

describe('withLimits, of calls that may destroy something', () => {
  const LIMITS = { destructiveCallsPerMinute: 1 };

  /** One destructive call that went through. */
  async function afterOne(given: Limits = {}) {
    const { tools, begun, endOne } = sampleTools();
    const limited = limit(tools, { ...LIMITS, ...given });
    const first = limited.call('catalog_delete_entity');
    await settle();
    endOne();
    await first;
    return { ...limited, begun, endOne };
  }

  it('refuses the call that is one too many, before the tool runs', async () => {
    const { call, begun } = await afterOne();

    expect(await call('catalog_delete_entity')).toEqual({
      status: 'limited',
      message: expect.stringMatching(
        /^Calls per minute of tools that may destroy something are limited to 1\. Try again in \d+ s$/,
      ),
    });
    expect(begun).toEqual(['catalog_delete_entity']);
  });

  it('counts no other calls', async () => {
    const { call, begun, endOne } = await afterOne();

    const outcome = call('greeter_greet');
    await settle();
    endOne();

    expect(await outcome).toEqual(SUCCEEDED);
    expect(await call('greet')).toEqual(UNKNOWN);
    expect(begun).toEqual(['catalog_delete_entity', 'greeter_greet']);
  });

  it('counts for each principal of its own', async () => {
    const { call, begun } = await afterOne();

    void call('catalog_delete_entity', RAVI);
    await settle();

    expect(begun).toHaveLength(2);
  });

  it('takes no place among those in flight when it refuses', async () => {
    const { call, endOne } = await afterOne({ callsInFlight: 1 });
    await call('catalog_delete_entity');

    const outcome = call('greeter_greet');
    await settle();
    endOne();

    expect(await outcome).toEqual(SUCCEEDED);
  });

  it('tells the listeners further out of the tool before it refuses', async () => {
    const { call } = await afterOne();
    const onToolFound = jest.fn();

    expect(
      await call('catalog_delete_entity', JANE, { onToolFound }),
    ).toMatchObject({ status: 'limited' });
    expect(onToolFound).toHaveBeenCalledWith(deleteEntity);
  });

  it('waits for the listeners further out before it counts', async () => {
    const { call, begun } = await afterOne();
    let goOn = () => {};
    const onToolFound = () =>
      new Promise<void>(resolve => {
        goOn = resolve;
      });
    const settled = jest.fn();
    const outcome = call('catalog_delete_entity', RAVI, { onToolFound });
    outcome.then(settled);
    await settle();
    expect(begun).toHaveLength(1);

    goOn();
    await settle();

    expect(begun).toHaveLength(2);
  });

  it('does not count a call that a listener further out ends', async () => {
    const { tools, begun } = sampleTools();
    const { call } = limit(tools, LIMITS);
    const onToolFound = async () => {
      throw new Error('no audit, no call');
    };

    await expect(
      call('catalog_delete_entity', JANE, { onToolFound }),
    ).rejects.toThrow('no audit, no call');
    void call('catalog_delete_entity');
    await settle();

    expect(begun).toHaveLength(1);
  });
});

describe('withLimits', () => {
  it('passes what the tool throws on', async () => {
    const { tools, endOne } = sampleTools();
    const { call } = limit(tools);
    const outcome = call('greeter_greet');
    await settle();
    endOne(new Error('out of greetings'));

    await expect(outcome).rejects.toThrow('out of greetings');
  });

  it('passes the context on, and the call', async () => {
    const call = jest.fn<Promise<ToolOutcome>, Parameters<ToolService['call']>>(
      async () => ({ status: 'unknown', nearest: [] }),
    );
    const { limited } = limit({ ...sampleTools().tools, call });
    const context = callContext({ credentials: JANE, request: 'the request' });

    await limited.call(context, { name: 'greet', arguments: { a: 1 } });

    expect(call.mock.calls).toEqual([
      [
        { ...context, onToolFound: expect.any(Function) },
        { name: 'greet', arguments: { a: 1 } },
      ],
    ]);
  });
});
