// A real backend with the built plugin, started by startToolsBackend.mjs.
// Reports uncaught errors, and its state on request.
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

/** The number of log lines that are kept for a failure report. */
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

/**
 * The activity that the plugin's own metrics report, summed over all series.
 */
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

/**
 * Open handles by kind, without timers, which come and go with the platform's
 * own work.
 */
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

/** The longest block of the event loop since the last question. */
async function stand() {
  // The loop must turn once for its delay to be measured.
  await setTimeout(5);
  const ms = loop.max / 1e6;
  loop.reset();
  return { ms };
}

async function state() {
  // Measured first, so that the garbage collections below do not count.
  const before = cpuMs();
  // The second collection frees what finalizers of the first released.
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
  // Measured again, so that this question does not count.
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
