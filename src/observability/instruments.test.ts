import type { MetricsServiceObservable } from '@backstage/backend-plugin-api/alpha';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { createInstruments, observeSseStreams } from './instruments';

const BUCKETS = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300,
];

describe('createInstruments', () => {
  it.each([
    {
      name: 'mcp.server.operation.duration',
      description: 'MCP request duration as observed on the receiver',
    },
    {
      name: 'mcp.server.session.duration',
      description:
        'The duration of the MCP session as observed on the MCP server',
    },
  ])('measures $name in seconds', ({ name, description }) => {
    const metrics = metricsServiceMock.mock();

    createInstruments(metrics);

    expect(metrics.createHistogram).toHaveBeenCalledWith(name, {
      description,
      unit: 's',
      advice: { explicitBucketBoundaries: BUCKETS },
    });
  });

  it('counts the calls that are running', () => {
    const metrics = metricsServiceMock.mock();

    createInstruments(metrics);

    expect(metrics.createUpDownCounter).toHaveBeenCalledWith(
      'mcp.server.active_calls',
      { description: 'Tool calls that are running', unit: '{call}' },
    );
  });

  it('keeps the two durations apart', () => {
    const instruments = createInstruments(metricsServiceMock.mock());

    instruments.operationDuration.record(1);

    expect(instruments.sessionDuration.record).not.toHaveBeenCalled();
  });
});

describe('observeSseStreams', () => {
  it('reports what is open whenever metrics are collected', () => {
    const addCallback = jest.fn<
      void,
      Parameters<MetricsServiceObservable['addCallback']>
    >();
    const createObservableGauge = jest.fn(() => ({
      addCallback,
      removeCallback: () => {},
    }));
    const open: string[] = [];
    const observe = jest.fn();

    observeSseStreams(
      metricsServiceMock.mock({ createObservableGauge }),
      () => open.length,
    );
    const [[collect]] = addCallback.mock.calls;
    collect({ observe });
    open.push('stream of Jane');
    collect({ observe });

    expect(createObservableGauge).toHaveBeenCalledWith(
      'mcp.server.sse.active_streams',
      { description: 'HTTP+SSE streams that are open', unit: '{stream}' },
    );
    expect(observe.mock.calls).toEqual([[0], [1]]);
  });
});
