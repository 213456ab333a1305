import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import { withDeadline } from '../limits/withDeadline';
import type { ToolOutcome, ToolService } from '../tools/types';
import { createInstruments } from './instruments';
import { withActiveCalls } from './withActiveCalls';

const LABELS = {
  'backstage.mcp.server': 'default',
  'backstage.mcp.transport': 'streamable-http',
};
const SUCCEEDED: ToolOutcome = {
  status: 'succeeded',
  tool: greet,
  output: 'Hello',
};

function counted(call: ToolService['call']) {
  const instruments = createInstruments(metricsServiceMock.mock());
  return {
    tools: withActiveCalls({ list: async () => [greet], call }, instruments),
    counts: jest.mocked(instruments.activeCalls.add).mock.calls,
  };
}

describe('withActiveCalls', () => {
  it('counts a call that runs', () => {
    const { tools, counts } = counted(() => new Promise(() => {}));

    void tools.call(callContext(), { name: 'greet' });

    expect(counts).toEqual([[1, LABELS]]);
  });

  it.each<{ end: string; call: ToolService['call'] }>([
    { end: 'succeeds', call: async () => SUCCEEDED },
    {
      end: 'finds no tool',
      call: async () => ({ status: 'unknown', nearest: [] }),
    },
    {
      end: 'throws',
      call: async () => {
        throw new TypeError('rows is undefined');
      },
    },
  ])('counts a call no more that $end', async ({ call }) => {
    const { tools, counts } = counted(call);

    await tools.call(callContext(), { name: 'greet' }).catch(() => {});

    expect(counts).toEqual([
      [1, LABELS],
      [-1, LABELS],
    ]);
  });

  it('counts a call that runs on behind its deadline', async () => {
    let end = (_outcome: ToolOutcome) => {};
    const { tools, counts } = counted(async context => {
      await context.onToolFound?.(greet);
      return new Promise(resolve => {
        end = resolve;
      });
    });
    const bounded = withDeadline(tools, { callTimeoutMs: 1 });

    const outcome = await bounded.call(callContext(), { name: 'greet' });
    expect(outcome.status).toBe('failed');
    expect(counts).toEqual([[1, LABELS]]);

    end(SUCCEEDED);
    await new Promise(resolve => setImmediate(resolve));
    expect(counts).toHaveLength(2);
  });

  it('passes on what the tools give', async () => {
    const { tools } = counted(async () => SUCCEEDED);

    await expect(tools.call(callContext(), { name: 'greet' })).resolves.toBe(
      SUCCEEDED,
    );
  });

  it('does not count lists', async () => {
    const { tools, counts } = counted(async () => SUCCEEDED);

    await expect(tools.list(callContext())).resolves.toEqual([greet]);
    expect(counts).toEqual([]);
  });
});
