import { mockCredentials } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type { FoundTool, RunTool, Tool, ToolOutcome } from '../tools/types';
import { CallRates } from './CallRates';
import { RunningCalls } from './RunningCalls';
import { composeGuards } from './composeGuards';
import { withCallRate } from './withCallRate';
import { withCallsInFlight } from './withCallsInFlight';
import { withDestructiveCallRate } from './withDestructiveCallRate';

const JANE = mockCredentials.user('user:default/jane');
const RAVI = mockCredentials.user('user:default/ravi');
const KEY_OF_JANE = '["user","user:default/jane"]';

const deleteEntity: Tool = {
  ...greet,
  name: 'catalog_delete_entity',
  attributes: { readOnly: false, destructive: true, idempotent: true },
};
const SUCCEEDED: ToolOutcome = {
  status: 'succeeded',
  tool: greet,
  output: 'Hi',
};

function foundOf(tool: Tool): FoundTool {
  return { tool, toInput: args => args, acceptsOutput: () => true };
}

/** Lets everything run that can. */
async function settle() {
  await new Promise(setImmediate);
}

interface Limits {
  callsInFlight?: number;
  callsPerMinute?: number;
  destructiveCallsPerMinute?: number;
}

/** All limits, in the order of the plugin. */
function limitsOf(
  options: Required<Limits> & { running: RunningCalls; rates: CallRates },
) {
  return composeGuards([
    withCallRate(options),
    withCallsInFlight(options),
    withDestructiveCallRate(options),
  ]);
}

/** Limited calls of tools that run until they are let go. */
function limit(given: Limits = {}) {
  const begun: string[] = [];
  const waiting: Array<(end: ToolOutcome | Error) => void> = [];
  const run: RunTool = (_context, { tool }) => {
    begun.push(tool.name);
    return new Promise((resolve, reject) => {
      waiting.push(end => (end instanceof Error ? reject(end) : resolve(end)));
    });
  };
  const limits = {
    callsInFlight: 0,
    callsPerMinute: 0,
    destructiveCallsPerMinute: 0,
    ...given,
  };
  const running = RunningCalls.create();
  const rates = CallRates.create(limits);
  const limited = limitsOf({ ...limits, running, rates })(run);

  const call = (tool: Tool, credentials = JANE) =>
    limited(callContext({ credentials }), foundOf(tool), {});
  /** Ends the call that runs for longest. */
  const endOne = (end: ToolOutcome | Error = SUCCEEDED) =>
    waiting.shift()?.(end);
  /** A call that ends at once when it runs. */
  const finish = async (tool: Tool, credentials = JANE) => {
    const outcome = call(tool, credentials);
    await settle();
    endOne();
    return outcome;
  };
  return { begun, running, call, endOne, finish };
}

describe('limits, of calls in flight', () => {
  const BUSY = {
    status: 'limited',
    message: 'Calls at once are limited to 2. Try again in 1 s',
  };

  it('holds for calls that come at the same moment', async () => {
    const { call, begun, endOne } = limit({ callsInFlight: 2 });

    const calls = Array.from({ length: 5 }, () => call(greet));
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

  it.each<{ how: string; end: ToolOutcome | Error }>([
    { how: 'ends', end: SUCCEEDED },
    {
      how: 'finds its action gone',
      end: { status: 'unknown', nearest: [] },
    },
    { how: 'throws', end: new Error('out of greetings') },
  ])('has a place again when a tool $how', async ({ end }) => {
    const { call, running, begun, endOne } = limit({ callsInFlight: 1 });
    const ended = call(greet).catch(() => {});
    await settle();

    endOne(end);
    await ended;
    expect(running.of(KEY_OF_JANE)).toBe(0);
    void call(greet);
    await settle();

    expect(begun).toHaveLength(2);
  });

  it('takes no place from another principal', async () => {
    const { call, begun } = limit({ callsInFlight: 1 });

    void call(greet, JANE);
    void call(greet, RAVI);
    await settle();

    expect(begun).toHaveLength(2);
  });

  it('takes the same user for the same principal, whatever the credentials', async () => {
    const { call } = limit({ callsInFlight: 1 });
    const again = mockCredentials.user('user:default/jane');

    void call(greet, JANE);
    await settle();

    expect(await call(greet, again)).toMatchObject({ status: 'limited' });
  });

  it('is no limit when it is 0', async () => {
    const { call, begun } = limit();

    Array.from({ length: 200 }, () => call(greet));
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
          const { call, running, begun, endOne } = limit({
            callsInFlight: max,
          });
          const calls: Array<Promise<unknown>> = [];
          for (const step of all) {
            switch (step) {
              case 'call':
                calls.push(call(greet).catch(() => {}));
                break;
              case 'settle':
                await settle();
                break;
              default:
                endOne(step === 'fail' ? new Error('no') : SUCCEEDED);
            }
            expect(running.of(KEY_OF_JANE)).toBeLessThanOrEqual(max);
          }
          await settle();
          begun.forEach(() => endOne());
          await Promise.all(calls);
          expect(running.of(KEY_OF_JANE)).toBe(0);
        },
      ),
    );
  });
});

describe('limits, of calls in a minute', () => {
  it('refuses the call that is one too many, before the tool runs', async () => {
    const { finish, begun } = limit({ callsPerMinute: 2 });
    await finish(greet);
    await finish(greet);

    expect(await finish(greet)).toEqual({
      status: 'limited',
      message: expect.stringMatching(
        /^Calls per minute are limited to 2\. Try again in \d+ s$/,
      ),
    });
    expect(begun).toHaveLength(2);
  });

  it('counts a call that finds no place among those in flight', async () => {
    const { call } = limit({ callsInFlight: 1, callsPerMinute: 2 });
    void call(greet);
    await settle();

    expect(await call(greet)).toMatchObject({
      message: expect.stringMatching(/ in 1 s$/),
    });
    expect(await call(greet)).toMatchObject({
      message: expect.stringContaining('per minute'),
    });
  });

  it('counts for each principal of its own', async () => {
    const { finish } = limit({ callsPerMinute: 1 });
    await finish(greet, JANE);

    expect(await finish(greet, RAVI)).toEqual(SUCCEEDED);
    expect(await finish(greet, JANE)).toMatchObject({ status: 'limited' });
  });
});

describe('limits, of calls that may destroy something', () => {
  /** One destructive call that went through. */
  async function afterOne(given: Limits = {}) {
    const limited = limit({ destructiveCallsPerMinute: 1, ...given });
    await limited.finish(deleteEntity);
    return limited;
  }

  it('refuses the call that is one too many, before the tool runs', async () => {
    const { finish, begun } = await afterOne();

    expect(await finish(deleteEntity)).toEqual({
      status: 'limited',
      message: expect.stringMatching(
        /^Calls per minute of tools that may destroy something are limited to 1\. Try again in \d+ s$/,
      ),
    });
    expect(begun).toEqual(['catalog_delete_entity']);
  });

  it('counts no other calls', async () => {
    const { finish, begun } = limit({ destructiveCallsPerMinute: 1 });

    expect(await finish(greet)).toEqual(SUCCEEDED);
    expect(await finish(deleteEntity)).toEqual(SUCCEEDED);
    expect(await finish(greet)).toEqual(SUCCEEDED);
    expect(begun).toEqual([
      'greeter_greet',
      'catalog_delete_entity',
      'greeter_greet',
    ]);
  });

  it('does not count one that finds no place among those in flight', async () => {
    const { call, endOne, finish } = limit({
      callsInFlight: 1,
      destructiveCallsPerMinute: 1,
    });
    const running = call(greet);
    await settle();
    expect(await call(deleteEntity)).toMatchObject({ status: 'limited' });
    endOne();
    await running;

    expect(await finish(deleteEntity)).toEqual(SUCCEEDED);
  });

  it('counts for each principal of its own', async () => {
    const { finish, begun } = await afterOne();

    await finish(deleteEntity, RAVI);

    expect(begun).toHaveLength(2);
  });

  it('takes no place among those in flight when it refuses', async () => {
    const { call, finish } = await afterOne({ callsInFlight: 1 });
    await call(deleteEntity);

    expect(await finish(greet)).toEqual(SUCCEEDED);
  });
});

describe('limits', () => {
  it('passes what the tool throws on', async () => {
    const { call, endOne } = limit();
    const outcome = call(greet);
    await settle();
    endOne(new Error('out of greetings'));

    await expect(outcome).rejects.toThrow('out of greetings');
  });

  it('passes on what it is given', async () => {
    const run = jest.fn<Promise<ToolOutcome>, Parameters<RunTool>>(
      async () => SUCCEEDED,
    );
    const limits = {
      callsInFlight: 1,
      callsPerMinute: 1,
      destructiveCallsPerMinute: 1,
    };
    const limited = limitsOf({
      ...limits,
      running: RunningCalls.create(),
      rates: CallRates.create(limits),
    })(run);
    const context = callContext({ credentials: JANE, request: 'the request' });
    const found = foundOf(deleteEntity);

    await limited(context, found, { a: 1 });

    expect(run.mock.calls).toEqual([[context, found, { a: 1 }]]);
  });
});
