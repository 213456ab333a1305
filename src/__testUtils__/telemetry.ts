import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  metricsServiceFactory,
  tracingServiceFactory,
} from '@backstage/backend-defaults/alpha';
import {
  type AuditorEvent,
  DefaultAuditorService,
} from '@backstage/backend-defaults/auditor';
import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';

/** One data point of a metric. */
export interface MetricPoint {
  attributes: Record<string, unknown>;
  value: unknown;
}

/**
 * Starts a real OpenTelemetry SDK that exports to memory. Call it before the
 * backend starts.
 */
export function startTelemetry() {
  const exporter = new InMemoryMetricExporter(
    AggregationTemporality.CUMULATIVE,
  );
  const reader = new PeriodicExportingMetricReader({ exporter });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

  const spanExporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({
      spanProcessors: [new SimpleSpanProcessor(spanExporter)],
    }),
  );
  context.setGlobalContextManager(
    new AsyncLocalStorageContextManager().enable(),
  );
  propagation.setGlobalPropagator(
    new CompositePropagator({
      propagators: [
        new W3CTraceContextPropagator(),
        new W3CBaggagePropagator(),
      ],
    }),
  );

  return {
    /** All ended spans. */
    spans: () => spanExporter.getFinishedSpans(),
    /** The current data points of a metric. */
    async points(name: string): Promise<MetricPoint[]> {
      exporter.reset();
      await reader.forceFlush();
      return exporter
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics)
        .flatMap(scope => scope.metrics)
        .filter(metric => metric.descriptor.name === name)
        .flatMap(metric => metric.dataPoints as MetricPoint[]);
    },
    async stop() {
      await reader.shutdown();
      [metrics, trace, context, propagation].forEach(api => api.disable());
    },
  };
}

/** The real services that a test backend replaces by mocks. */
export function realTelemetryServices(auditEvents: AuditorEvent[]) {
  return [
    metricsServiceFactory,
    tracingServiceFactory,
    createServiceFactory({
      service: coreServices.auditor,
      deps: {
        plugin: coreServices.pluginMetadata,
        auth: coreServices.auth,
        httpAuth: coreServices.httpAuth,
      },
      factory: services =>
        DefaultAuditorService.create(event => {
          auditEvents.push(event);
        }, services),
    }),
  ];
}
