// One real backend with the built plugin, started by startToolsBackend.mjs. Says
// what nobody caught, and its state when asked.
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { setTimeout } = require('node:timers/promises');
const { metrics } = require('@opentelemetry/api');
const {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} = require('@opentelemetry/sdk-metrics');
const { default: mcpActionsPlugin } = require('../../dist/index.cjs.js');
const { runBackend } = require('../harness/runBackend.cjs');
const { crowdPlugins, toolsPlugin } = require('./toolsPlugin.cjs');

/** Lines that are kept to show when something is off. */
const MAX_LINES = 20;

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

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

/** For how long the loop stood at most since the last question. */
async function stand() {
  // The loop has to turn for its delay to be seen.
  await setTimeout(5);
  const ms = loop.max / 1e6;
  loop.reset();
  return { ms };
}

async function state() {
  // What the collections below cost does not count.
  const before = cpuMs();
  // The second time frees what finalizers of the first let go.
  global.gc();
  await setTimeout(50);
  global.gc();
  const now = {
    cpuMs: before,
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
  return { ...now, cpuMsAfter: cpuMs() };
}

runBackend({
  featuresOf: ({ crowd }) => [
    mcpActionsPlugin,
    toolsPlugin,
    ...crowdPlugins(crowd),
  ],
  answers: { stand, state },
  logger,
});
