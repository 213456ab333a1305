// An adopter's backend with a real auth backend and catalog. Logs to stdout.
// Reports over IPC when it is ready and, on request, what OpenTelemetry
// received. The OpenTelemetry SDK comes from the repository, the API from the
// host.
const { createBackend } = require('@backstage/backend-defaults');
const { createBackendPlugin } = require('@backstage/backend-plugin-api');
const {
  actionsRegistryServiceRef,
} = require('@backstage/backend-plugin-api/alpha');
const { createRequire } = require('node:module');

const fromRepository = createRequire(process.env.HOSTS_ROOT);
const { metrics, trace } = fromRepository('@opentelemetry/api');
const {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} = fromRepository('@opentelemetry/sdk-metrics');
const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } =
  fromRepository('@opentelemetry/sdk-trace-base');

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter });
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
const spans = new InMemorySpanExporter();
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
);

const greeter = pluginId =>
  createBackendPlugin({
    pluginId,
    register(env) {
      env.registerInit({
        deps: { registry: actionsRegistryServiceRef },
        async init({ registry }) {
          registry.register({
            name: 'greet',
            title: 'Greet',
            description: 'Greets someone',
            attributes: { readOnly: true },
            schema: {
              input: z => z.object({ name: z.string() }),
              output: z => z.object({ greeting: z.string() }),
            },
            action: async ({ input }) => ({
              output: { greeting: `Hello ${input.name}!` },
            }),
          });
        },
      });
    },
  });

async function telemetry() {
  exporter.reset();
  await reader.forceFlush();
  return {
    metrics: exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap(scope => scope.metrics)
      .filter(({ dataPoints }) => dataPoints.length > 0)
      .map(({ descriptor }) => descriptor.name),
    spans: spans.getFinishedSpans().map(({ name }) => name),
  };
}

process.on('message', async () => process.send(await telemetry()));
// The parent process is gone, and nobody else would stop this one.
process.on('disconnect', () => process.exit(1));

async function main() {
  const backend = createBackend();
  backend.add(import('@backstage/plugin-auth-backend'));
  backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
  backend.add(import('@backstage/plugin-catalog-backend'));
  backend.add(import('@backstage/plugin-mcp-actions-backend'));
  backend.add(greeter('greeter'));
  // Missing from backend.actions.pluginSources on purpose.
  backend.add(greeter('forgotten'));
  await backend.start();
  process.send('ready');
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
