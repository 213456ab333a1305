import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type { FoundTool, RunTool, ToolOutcome } from '../tools/types';
import { withDeadline } from './withDeadline';

const FOUND: FoundTool = {
  tool: greet,
  toInput: args => args,
  acceptsOutput: () => true,
};
const SUCCEEDED: ToolOutcome = {
  status: 'succeeded',
  tool: greet,
  output: 'Hi',
};

/** A run of a tool that takes its time, and then succeeds or throws. */
function runFor(ms: number, failure?: Error): RunTool {
  return async () => {
    await new Promise(resolve => setTimeout(resolve, ms));
    if (failure) {
      throw failure;
    }
    return SUCCEEDED;
  };
}

/** What a call comes to, with a minute for the tool. */
function call(run: RunTool) {
  const outcome = withDeadline({ callTimeoutMs: 60_000 })(run)(
    callContext(),
    FOUND,
    {},
  );
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
    const outcome = call(runFor(59_999));
    await jest.advanceTimersByTimeAsync(59_999);

    await expect(outcome).resolves.toEqual({
      status: 'succeeded',
      tool: greet,
      output: 'Hi',
    });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('answers in place of a tool that takes longer', async () => {
    const outcome = call(runFor(300_000));
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

  it('passes a failure in time on, and leaves no timer', async () => {
    const outcome = call(runFor(10, new Error('no greeting')));
    await jest.advanceTimersByTimeAsync(10);

    await expect(outcome).rejects.toThrow('no greeting');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('takes no notice of a failure after the answer', async () => {
    const outcome = call(runFor(300_000, new Error('too late')));
    await jest.advanceTimersByTimeAsync(300_000);
    // Jest fails a test that leaves a rejection unhandled.
    await new Promise(setImmediate);

    await expect(outcome).resolves.toMatchObject({ status: 'failed' });
  });

  it('passes on what is thrown at once, and leaves no timer', async () => {
    const outcome = call(() => {
      throw new Error('no service');
    });

    await expect(outcome).rejects.toThrow('no service');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('has no limit of 0', () => {
    const run = runFor(0);

    expect(withDeadline({ callTimeoutMs: 0 })(run)).toBe(run);
  });

  it('passes on what it is given', async () => {
    const run = jest.fn<Promise<ToolOutcome>, Parameters<RunTool>>(
      async () => SUCCEEDED,
    );
    const context = callContext();

    await withDeadline({ callTimeoutMs: 60_000 })(run)(context, FOUND, {
      name: 'Jane',
    });

    expect(run.mock.calls).toEqual([[context, FOUND, { name: 'Jane' }]]);
  });
});
