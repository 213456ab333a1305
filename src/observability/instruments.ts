import type {
  MetricsService,
  MetricsServiceHistogram,
  MetricsServiceUpDownCounter,
} from '@backstage/backend-plugin-api/alpha';
import {
  DURATION_BUCKETS_SECONDS,
  OUTPUT_BUCKETS_BYTES,
} from './semanticConventions';

/** The instruments of this plugin; they live as long as the process. */
export interface Instruments {
  /** Seconds of a `tools/list` or `tools/call`. */
  readonly operationDuration: MetricsServiceHistogram;
  /** Seconds of an HTTP request, or of an HTTP+SSE stream. */
  readonly sessionDuration: MetricsServiceHistogram;
  /** Bytes that an action answered. */
  readonly outputSize: MetricsServiceHistogram;
  readonly activeCalls: MetricsServiceUpDownCounter;
}

export function createInstruments(metrics: MetricsService): Instruments {
  const duration = (name: string, description: string) =>
    metrics.createHistogram(name, {
      description,
      unit: 's',
      advice: { explicitBucketBoundaries: DURATION_BUCKETS_SECONDS },
    });
  return {
    operationDuration: duration(
      'mcp.server.operation.duration',
      'MCP request duration as observed on the receiver',
    ),
    sessionDuration: duration(
      'mcp.server.session.duration',
      'The duration of the MCP session as observed on the MCP server',
    ),
    outputSize: metrics.createHistogram('mcp.server.output.size', {
      description: 'Size of what an action answered, before it was cut',
      unit: 'By',
      advice: { explicitBucketBoundaries: OUTPUT_BUCKETS_BYTES },
    }),
    activeCalls: metrics.createUpDownCounter('mcp.server.active_calls', {
      description: 'Tool calls that are running',
      unit: '{call}',
    }),
  };
}

/** Reports the number of open HTTP+SSE streams whenever metrics are collected. */
export function observeSseStreams(
  metrics: MetricsService,
  count: () => number,
): void {
  metrics
    .createObservableGauge('mcp.server.sse.active_streams', {
      description: 'HTTP+SSE streams that are open',
      unit: '{stream}',
    })
    .addCallback(result => result.observe(count()));
}
