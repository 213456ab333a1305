import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type { Operation, OperationEnd } from '../tools/observe';
import { createInstruments } from './instruments';
import { observeMetrics } from './observeMetrics';

const LIST: Operation = { method: 'tools/list', context: callContext() };
const CALL: Operation = {
  method: 'tools/call',
  context: callContext(),
  call: { name: 'greet' },
};

/** Measures operations, and keeps what is recorded. */
function measured() {
  const instruments = createInstruments(metricsServiceMock.mock());
  const observer = observeMetrics(instruments);
  const { record } = jest.mocked(instruments.operationDuration);
  return {
    measure: (operation: Operation, end: Partial<OperationEnd> = {}) =>
      observer(operation).ended({
        outcome: 'succeeded',
        durationSeconds: 1.5,
        ...end,
      }),
    recorded: record.mock.calls,
    sizes: jest.mocked(instruments.outputSize.record).mock.calls,
    valuesOf: (label: string) =>
      new Set(record.mock.calls.map(([, labels]) => labels?.[label])),
  };
}

describe('observeMetrics', () => {
  it('records the seconds of a call with the labels of the conventions', () => {
    const { measure, recorded } = measured();

    measure(CALL, { tool: greet });

    expect(recorded).toEqual([
      [
        1.5,
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

  it('records the seconds of a list', () => {
    const { measure, recorded } = measured();

    measure(LIST, { toolCount: 1 });

    expect(recorded).toEqual([
      [
        1.5,
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
      of: 'a known tool',
      end: {
        outcome: 'failed',
        error: { name: 'ConflictError', message: 'Greeted already' },
        tool: greet,
      },
      labels: {
        'error.type': 'ConflictError',
        'gen_ai.tool.name': 'greeter_greet',
      },
    },
    {
      of: 'an unknown tool',
      end: {
        outcome: 'refused',
        error: { name: 'NotFoundError', message: 'Unknown tool' },
      },
      labels: { 'error.type': 'NotFoundError', 'gen_ai.tool.name': '_unknown' },
    },
    {
      of: 'a request without sense',
      end: {
        outcome: 'refused',
        error: { name: 'InputError', message: 'Unknown toolsets: sampel' },
      },
      labels: { 'error.type': 'InputError', 'gen_ai.tool.name': '_unknown' },
    },
    {
      of: 'a tool beyond a limit',
      end: {
        outcome: 'limited',
        error: { name: 'TooManyCallsError', message: 'Try again in 1 s' },
        tool: greet,
      },
      labels: {
        'error.type': 'TooManyCallsError',
        'gen_ai.tool.name': 'greeter_greet',
      },
    },
    {
      of: 'a client that left',
      end: {
        outcome: 'cancelled',
        error: { name: 'AbortError', message: 'The client left' },
        tool: greet,
      },
      labels: {
        'error.type': 'AbortError',
        'gen_ai.tool.name': 'greeter_greet',
      },
    },
    {
      of: 'a tool that throws',
      end: {
        outcome: 'crashed',
        error: { name: 'TypeError', message: 'rows is undefined' },
        tool: greet,
      },
      labels: {
        'error.type': 'TypeError',
        'gen_ai.tool.name': 'greeter_greet',
      },
    },
  ] satisfies Array<{
    of: string;
    end: Partial<OperationEnd>;
    labels: object;
  }>)('labels a call of $of as $end.outcome', ({ end, labels }) => {
    const { measure, recorded } = measured();

    measure(CALL, end);

    expect(recorded).toHaveLength(1);
    expect(recorded[0][1]).toMatchObject({
      'backstage.mcp.outcome': end.outcome,
      ...labels,
    });
  });

  it.each([
    { says: 'whole', sent: 3_000, isCut: false },
    { says: 'cut', sent: 2_000, isCut: true },
  ])('records the size of an output that is sent $says', ({ sent, isCut }) => {
    const { measure, sizes } = measured();

    measure(CALL, { tool: greet, outputSize: { whole: 3_000, sent } });

    expect(sizes).toEqual([
      [
        3_000,
        {
          'gen_ai.tool.name': 'greeter_greet',
          'backstage.mcp.server': 'default',
          'backstage.mcp.output.cut': isCut,
        },
      ],
    ]);
  });

  it('records no size where there is no output', () => {
    const { measure, sizes } = measured();

    measure(LIST, { toolCount: 1 });
    measure(CALL, { outcome: 'failed', tool: greet });

    expect(sizes).toEqual([]);
  });

  it('has one label for 1,000 made-up tool names', () => {
    const { measure, valuesOf } = measured();

    for (let index = 0; index < 1000; index++) {
      measure({ ...CALL, call: { name: `made_up_${index}` } });
    }

    expect(valuesOf('gen_ai.tool.name')).toEqual(new Set(['_unknown']));
  });

  it('has one label for 1,000 made-up errors', () => {
    const { measure, valuesOf } = measured();

    for (let index = 0; index < 1000; index++) {
      measure(CALL, { error: { name: `MadeUp${index}`, message: '' } });
    }

    expect(valuesOf('error.type')).toEqual(new Set(['_OTHER']));
  });
});
