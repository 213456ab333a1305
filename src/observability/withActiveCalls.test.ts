import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import { withDeadline } from '../limits/withDeadline';
import type { FoundTool, RunTool, ToolOutcome } from '../tools/types';
import { createInstruments } from './instruments';
import { withActiveCalls } from './withActiveCalls';

const LABELS = {
  'backstage.mcp.server': 'default',
  'backstage.mcp.transport': 'streamable-http',
};
const FOUND: FoundTool = {
  tool: greet,
  toInput: args => args,
  acceptsOutput: () => true,
};
const SUCCEEDED: ToolOutcome = {
  status: 'succeeded',
  tool: greet,
  output: 'Hello',
};

/** A run whose calls are counted, and the counts. */
function counted(run: RunTool) {
  const instruments = createInstruments(metricsServiceMock.mock());
  return {
    run: withActiveCalls(instruments)(run),
    counts: jest.mocked(instruments.activeCalls.add).mock.calls,
  };
}

describe('withActiveCalls', () => {
  it('counts a call that runs', () => {
    const { run, counts } = counted(() => new Promise(() => {}));

    void run(callContext(), FOUND, {});

    expect(counts).toEqual([[1, LABELS]]);
  });

  it.each<{ end: string; inner: RunTool }>([
    { end: 'succeeds', inner: async () => SUCCEEDED },
    {
      end: 'finds its action gone',
      inner: async () => ({ status: 'unknown', nearest: [] }),
    },
    {
      end: 'throws',
      inner: async () => {
        throw new TypeError('rows is undefined');
      },
    },
  ])('counts a call no more that $end', async ({ inner }) => {
    const { run, counts } = counted(inner);

    await run(callContext(), FOUND, {}).catch(() => {});

    expect(counts).toEqual([
      [1, LABELS],
      [-1, LABELS],
    ]);
  });

  it('counts a call that runs on behind its deadline', async () => {
    let end = (_outcome: ToolOutcome) => {};
    const { run, counts } = counted(
      () =>
        new Promise(resolve => {
          end = resolve;
        }),
    );
    const bounded = withDeadline({ callTimeoutMs: 1 })(run);

    const outcome = await bounded(callContext(), FOUND, {});
    expect(outcome.status).toBe('failed');
    expect(counts).toEqual([[1, LABELS]]);

    end(SUCCEEDED);
    await new Promise(resolve => setImmediate(resolve));
    expect(counts).toHaveLength(2);
  });

  it('passes on what it is given, and the outcome', async () => {
    const inner = jest.fn<Promise<ToolOutcome>, Parameters<RunTool>>(
      async () => SUCCEEDED,
    );
    const context = callContext();

    await expect(
      counted(inner).run(context, FOUND, { name: 'Jane' }),
    ).resolves.toBe(SUCCEEDED);
    expect(inner.mock.calls).toEqual([[context, FOUND, { name: 'Jane' }]]);
  });
});
