import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type { ToolOutcome, ToolService } from '../tools/types';
import { withDeadline } from './withDeadline';

const SUCCEEDED: ToolOutcome = {
  status: 'succeeded',
  tool: greet,
  output: 'Hi',
};

interface Timing {
  /** How long the tool is looked for, and how long it then runs. */
  findMs?: number;
  runMs?: number;
  failure?: Error;
}

async function sleep(ms: number) {
  await new Promise(resolve => setTimeout(resolve, ms));
}

function sampleTools({ findMs = 0, runMs = 0, failure }: Timing): ToolService {
  return {
    list: async () => [greet],
    async call(context) {
      await sleep(findMs);
      await context.onToolFound?.(greet);
      await sleep(runMs);
      if (failure) {
        throw failure;
      }
      return SUCCEEDED;
    },
  };
}

/** What a call comes to, with a minute for the tool. */
function call(timing: Timing, given: Parameters<typeof callContext>[0] = {}) {
  const tools = withDeadline(sampleTools(timing), { callTimeoutMs: 60_000 });
  const outcome = tools.call(callContext(given), { name: 'greeter_greet' });
  // Looked at only after the time has passed.
  outcome.catch(() => {});
  return outcome;
}

describe('withDeadline', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('gives the outcome of a tool that answers in time', async () => {
    const outcome = call({ runMs: 59_999 });
    await jest.advanceTimersByTimeAsync(59_999);

    await expect(outcome).resolves.toEqual({
      status: 'succeeded',
      tool: greet,
      output: 'Hi',
    });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('answers in place of a tool that takes longer', async () => {
    const outcome = call({ runMs: 300_000 });
    await jest.advanceTimersByTimeAsync(60_000);

    const message =
      'greeter_greet did not answer within 60 s. It may still be running: look at what it did before you call it again';
    await expect(outcome).resolves.toEqual({
      status: 'failed',
      tool: greet,
      error: { name: 'TimeoutError', message },
      message: `TimeoutError: ${message}`,
    });
  });

  it('counts from when the tool was found', async () => {
    const outcome = call({ findMs: 300_000, runMs: 59_999 });
    await jest.advanceTimersByTimeAsync(359_999);

    await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
  });

  it('counts from when the listeners further out were told of the tool', async () => {
    const onToolFound = jest.fn(() => sleep(300_000));
    const outcome = call({ runMs: 59_999 }, { onToolFound });
    await jest.advanceTimersByTimeAsync(359_999);

    await expect(outcome).resolves.toMatchObject({ status: 'succeeded' });
    expect(onToolFound.mock.calls).toEqual([[greet]]);
  });

  it('runs no tool when a listener further out ends the call', async () => {
    const outcome = call(
      { runMs: 300_000 },
      {
        onToolFound: async () => {
          throw new Error('no audit, no call');
        },
      },
    );
    await jest.advanceTimersByTimeAsync(1);

    await expect(outcome).rejects.toThrow('no audit, no call');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('passes a failure in time on, and leaves no timer', async () => {
    const outcome = call({ runMs: 10, failure: new Error('no greeting') });
    await jest.advanceTimersByTimeAsync(10);

    await expect(outcome).rejects.toThrow('no greeting');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('takes no notice of a failure after the answer', async () => {
    const outcome = call({ runMs: 300_000, failure: new Error('too late') });
    await jest.advanceTimersByTimeAsync(300_000);
    // Jest fails a test that leaves a rejection unhandled.
    await new Promise(setImmediate);

    await expect(outcome).resolves.toMatchObject({ status: 'failed' });
  });

  it('passes on what the service throws at once', async () => {
    const tools = withDeadline(
      {
        list: async () => [],
        call: () => {
          throw new Error('no service');
        },
      },
      { callTimeoutMs: 60_000 },
    );

    await expect(
      tools.call(callContext(), { name: 'greeter_greet' }),
    ).rejects.toThrow('no service');
  });

  it('has no limit of 0', () => {
    const tools = sampleTools({});

    expect(withDeadline(tools, { callTimeoutMs: 0 })).toBe(tools);
  });

  it('does not limit lists', async () => {
    const tools = withDeadline(
      {
        ...sampleTools({}),
        list: async () => {
          await sleep(300_000);
          return [greet];
        },
      },
      { callTimeoutMs: 60_000 },
    );
    const listed = tools.list(callContext());
    await jest.advanceTimersByTimeAsync(300_000);

    await expect(listed).resolves.toEqual([greet]);
  });
});
