import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type { FoundTool, Guard, RunTool, ToolOutcome } from '../tools/types';
import { composeGuards } from './composeGuards';

const FOUND: FoundTool = {
  tool: greet,
  toInput: args => args,
  acceptsOutput: () => true,
};

/** A run and guards that note when they are passed. */
function noting() {
  const steps: string[] = [];
  const run: RunTool = async () => {
    steps.push('runs');
    return { status: 'succeeded', tool: greet, output: 'Hello' };
  };
  const guard =
    (name: string): Guard =>
    inner =>
    async (...given) => {
      steps.push(`into ${name}`);
      const outcome = await inner(...given);
      steps.push(`out of ${name}`);
      return outcome;
    };
  return { steps, run, guard };
}

describe('composeGuards', () => {
  it('has the first guard outermost', async () => {
    const { steps, run, guard } = noting();

    const guarded = composeGuards([guard('first'), guard('second')])(run);
    const outcome = await guarded(callContext(), FOUND, {});

    expect(outcome).toEqual({
      status: 'succeeded',
      tool: greet,
      output: 'Hello',
    });
    expect(steps).toEqual([
      'into first',
      'into second',
      'runs',
      'out of second',
      'out of first',
    ]);
  });

  it('runs nothing behind a guard that stops the call', async () => {
    const { steps, run, guard } = noting();
    const busy: ToolOutcome = { status: 'limited', message: 'Too many calls' };
    const stop: Guard = () => async () => busy;

    const guarded = composeGuards([guard('first'), stop, guard('third')])(run);

    expect(await guarded(callContext(), FOUND, {})).toBe(busy);
    expect(steps).toEqual(['into first', 'out of first']);
  });

  it('is the run itself without guards', () => {
    const { run } = noting();

    expect(composeGuards([])(run)).toBe(run);
  });
});
