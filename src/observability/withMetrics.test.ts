import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { ConflictError, InputError, toError } from '@backstage/errors';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type { CallContext, ToolOutcome } from '../tools/types';
import { createInstruments } from './instruments';
import { withMetrics } from './withMetrics';

type Run = (context: CallContext) => Promise<ToolOutcome>;

const succeed: Run = async context => {
  context.onToolFound?.(greet);
  return { status: 'succeeded', tool: greet, output: 'Hello' };
};
const failWith =
  (error: Error): Run =>
  async context => {
    context.onToolFound?.(greet);
    return {
      status: 'failed',
      tool: greet,
      error: toError(error),
      message: 'Try again',
    };
  };
const refuse: Run = async () => ({ status: 'unknown', nearest: [] });
const rejectInput: Run = async () => {
  throw new InputError('Unknown toolsets: sampel');
};
const crash: Run = async context => {
  context.onToolFound?.(greet);
  throw new TypeError('rows is undefined');
};

/** Measured tools, and what was recorded of them. */
function measured(run: Run) {
  const instruments = createInstruments(metricsServiceMock.mock());
  const { operationDuration } = instruments;
  return {
    tools: withMetrics({ list: async () => [greet], call: run }, instruments),
    durations: () => jest.mocked(operationDuration.record).mock.calls,
  };
}

describe('withMetrics', () => {
  it('records the seconds of a call with the labels of the conventions', async () => {
    const { tools, durations } = measured(succeed);

    await tools.call(callContext(), { name: 'greet' });

    expect(durations()).toEqual([
      [
        expect.any(Number),
        {
          'mcp.method.name': 'tools/call',
          'mcp.protocol.version': '2025-11-25',
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'greeter_greet',
          'network.transport': 'tcp',
          'network.protocol.name': 'http',
          'backstage.mcp.server': 'default',
          'backstage.mcp.transport': 'streamable-http',
          'backstage.mcp.outcome': 'succeeded',
        },
      ],
    ]);
  });

  it('records the seconds of a list', async () => {
    const { tools, durations } = measured(succeed);

    await tools.list(callContext());

    expect(durations()).toEqual([
      [
        expect.any(Number),
        {
          'mcp.method.name': 'tools/list',
          'mcp.protocol.version': '2025-11-25',
          'network.transport': 'tcp',
          'network.protocol.name': 'http',
          'backstage.mcp.server': 'default',
          'backstage.mcp.transport': 'streamable-http',
          'backstage.mcp.outcome': 'succeeded',
        },
      ],
    ]);
  });

  it.each([
    {
      end: 'fails',
      run: failWith(new ConflictError('Greeted already')),
      outcome: 'failed',
      error: 'ConflictError',
      tool: 'greeter_greet',
    },
    {
      end: 'finds no tool',
      run: refuse,
      outcome: 'refused',
      error: 'NotFoundError',
      tool: '_unknown',
    },
    {
      end: 'throws an InputError',
      run: rejectInput,
      outcome: 'refused',
      error: 'InputError',
      tool: '_unknown',
    },
    {
      end: 'throws another error',
      run: crash,
      outcome: 'crashed',
      error: 'TypeError',
      tool: 'greeter_greet',
    },
  ])('labels a call that $end as $outcome, $error', async row => {
    const { tools, durations } = measured(row.run);

    await tools.call(callContext(), { name: 'greet' }).catch(() => {});

    expect(durations()).toHaveLength(1);
    expect(durations()[0][1]).toMatchObject({
      'backstage.mcp.outcome': row.outcome,
      'error.type': row.error,
      'gen_ai.tool.name': row.tool,
    });
  });

  it('labels a call as cancelled whose client left during it', async () => {
    const client = new AbortController();
    const { tools, durations } = measured(async context => {
      client.abort();
      return succeed(context);
    });

    await tools.call(callContext({ signal: client.signal }), { name: 'greet' });

    expect(durations()[0][1]).toMatchObject({
      'backstage.mcp.outcome': 'cancelled',
      'gen_ai.tool.name': 'greeter_greet',
    });
  });

  it('passes on the outcome', async () => {
    const { tools } = measured(succeed);

    await expect(tools.call(callContext(), { name: 'greet' })).resolves.toEqual(
      { status: 'succeeded', tool: greet, output: 'Hello' },
    );
  });

  it('throws what the tools throw', async () => {
    const { tools } = measured(crash);

    await expect(tools.call(callContext(), { name: 'greet' })).rejects.toThrow(
      TypeError('rows is undefined'),
    );
  });

  it('passes on the list', async () => {
    await expect(measured(succeed).tools.list(callContext())).resolves.toEqual([
      greet,
    ]);
  });

  it('has one label for 1,000 made-up tool names', async () => {
    const { tools, durations } = measured(refuse);

    for (let index = 0; index < 1000; index++) {
      await tools.call(callContext(), { name: `made_up_${index}` });
    }

    expect(
      new Set(durations().map(([, labels]) => labels?.['gen_ai.tool.name'])),
    ).toEqual(new Set(['_unknown']));
  });

  it('has one label for 1,000 made-up errors', async () => {
    let calls = 0;
    const { tools, durations } = measured(context => {
      const error = Object.assign(new Error(), { name: `MadeUp${calls++}` });
      return failWith(error)(context);
    });

    for (let index = 0; index < 1000; index++) {
      await tools.call(callContext(), { name: 'greet' });
    }

    expect(
      new Set(durations().map(([, labels]) => labels?.['error.type'])),
    ).toEqual(new Set(['_OTHER']));
  });
});
