// One real backend with the built plugin, in a process of its own, driven over
// IPC: `ready` once it is up, `state` on request, `fault` for what nobody caught.
const { createBackend } = require('@backstage/backend-defaults');
const {
  coreServices,
  createServiceFactory,
} = require('@backstage/backend-plugin-api');
const { ConfigReader } = require('@backstage/config');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { metrics } = require('@opentelemetry/api');
const {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} = require('@opentelemetry/sdk-metrics');
const { default: mcpActionsPlugin } = require('../../dist/index.cjs.js');
const { crowdPlugins, toolsPlugin } = require('./toolsPlugin.cjs');

/** Lines that are kept to show when something is off. */
const MAX_LINES = 20;

const { port, tokens, config, crowd } = JSON.parse(process.env.LOAD);
const loop = monitorEventLoopDelay({ resolution: 1 });
const lines = { warn: [], error: [] };

for (const event of ['unhandledRejection', 'uncaughtException']) {
  process.on(event, reason =>
    process.send({
      type: 'fault',
      event,
      reason: `${reason?.stack ?? reason}`,
    }),
  );
}
// Whoever started it is gone, and nobody else would end it.
process.on('disconnect', () => process.exit(1));

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter });
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

function keep(level) {
  return (message, meta) => {
    lines[level].push(`${message}${meta instanceof Error ? `: ${meta}` : ''}`);
  };
}

const logger = {
  child: () => logger,
  debug() {},
  info() {},
  warn: keep('warn'),
  error: keep('error'),
};

const asService = (service, value) =>
  createServiceFactory({ service, deps: {}, factory: () => value });

async function main() {
  const backend = createBackend();
  backend.add(asService(coreServices.rootLogger, logger));
  backend.add(
    asService(
      coreServices.rootConfig,
      new ConfigReader({
        app: { baseUrl: 'http://localhost:3000' },
        ...config,
        backend: {
          baseUrl: `http://localhost:${port}`,
          listen: { host: 'localhost', port },
          database: { client: 'better-sqlite3', connection: ':memory:' },
          auth: {
            externalAccess: Object.entries(tokens).map(([subject, token]) => ({
              type: 'static',
              options: { token, subject },
            })),
          },
          actions: {
            pluginSources: ['tools', ...crowd.map(({ id }) => id)],
          },
          ...config.backend,
        },
      }),
    ),
  );
  backend.add(mcpActionsPlugin);
  backend.add(toolsPlugin);
  crowdPlugins(crowd).forEach(plugin => backend.add(plugin));
  await backend.start();
  process.send({ type: 'ready' });
}

/** What the plugin itself says is going on, all series of a metric together. */
async function activity() {
  exporter.reset();
  await reader.forceFlush();
  const points = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(scope => scope.metrics)
    .flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ value }) => [descriptor.name, value]),
    );
  const sumOf = wanted =>
    points
      .filter(([name]) => name === wanted)
      .reduce((sum, [, value]) => sum + value, 0);
  return {
    'SSE streams': sumOf('mcp.server.sse.active_streams'),
    'running calls': sumOf('mcp.server.active_calls'),
  };
}

/** Handles by kind; timers come and go with the platform's own work. */
function handles() {
  const counts = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (!['Timeout', 'Immediate'].includes(kind)) {
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
  }
  return counts;
}

function usedMb() {
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

loop.enable();

/** Since the state was last asked for; the collections below do not count. */
function sinceLast() {
  const { user, system } = process.cpuUsage();
  return {
    cpuMs: (user + system) / 1e3,
  };
}

process.on('message', async ({ id, of }) => {
  if (of === 'stand') {
    // The loop has to turn for its delay to be seen.
    await new Promise(done => setTimeout(done, 5));
    process.send({ type: 'stand', id, ms: loop.max / 1e6 });
    loop.reset();
    return;
  }
  const since = sinceLast();
  // The second time frees what finalizers of the first let go.
  global.gc();
  await new Promise(done => setTimeout(done, 50));
  global.gc();
  const state = {
    type: 'state',
    id,
    ...since,
    usedMb: usedMb(),
    rssMb: process.memoryUsage().rss / 1e6,
    handles: handles(),
    activity: await activity(),
    polluted: [...Object.keys(Object.prototype), {}.polluted ?? []].flat(),
    warnings: lines.warn.length,
    errors: lines.error.length,
    lines: [...lines.warn.slice(-MAX_LINES), ...lines.error.slice(-MAX_LINES)],
  };
  // Asking again does not count either.
  const { user, system } = process.cpuUsage();
  process.send({ ...state, cpuMsAfter: (user + system) / 1e3 });
});

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
