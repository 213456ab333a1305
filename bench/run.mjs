// Compares in one run: this plugin, the published one and the thinnest door,
// each in a separate real backend. `yarn bench --help` lists the options.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { toChart } from './chart.mjs';
import { measure } from './measure.mjs';
import {
  DETAILED_SHAPE,
  FIRST_SHAPE,
  OPERATIONS,
  PERMISSIONS_OFF,
  PERMISSIONS_ON,
  WITHOUT_DIRECT_ANSWERS,
} from './operations.mjs';
import { installPeer, PEER_VERSION } from './peer.mjs';
import { toMarkdown } from './report.mjs';
import { bytesPerIdleStream } from './sse.mjs';
import { startTarget } from './target.mjs';

const IDLE_STREAMS = 1_000;
/** Starts per plugin to measure memory and startup, since processes differ. */
const FRESH_STARTS = 3;
/**
 * Turns that do not count, until the code is compiled: some thousand requests.
 */
const WARM_UP_TURNS = 12;
/** CPU per target in a warm-up turn, since operations warm each other up. */
const WARM_UP_CPU_SECONDS = 1;
/** One per connection. */
const MIN_REQUESTS = 8;
const MAX_REQUESTS = 2_000;
/**
 * Requests per method before memory is measured, with two methods on each
 * target.
 */
const BREAK_IN_REQUESTS = 50;

const { values } = parseArgs({
  options: {
    shapes: { type: 'string', default: '1x5,10x20,30x20,100x20' },
    rounds: { type: 'string', default: '9' },
    'cpu-seconds': { type: 'string', default: '0.6' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`yarn bench [options]
  --shapes 1x5,10x20     plugin sources x actions of each; some rows are
                         measured at ${DETAILED_SHAPE} only
  --rounds 9             interleaved rounds; the median counts
  --cpu-seconds 0.6      about how long to measure an operation in a round
`);
  // Nothing runs yet.
  process.exit(0);
}

const ROUNDS = Number(values.rounds);
const CPU_SECONDS = Number(values['cpu-seconds']);

const local = path => fileURLToPath(new URL(path, import.meta.url));
const OURS = local('../dist/index.cjs.js');
const DOTTED = 'source-0.get-thing-0';
const UNDERSCORED = 'source_0_get_thing_0';
/** In the order of the turns: the heaviest one disturbs those next to it. */
const PLUGINS = [
  { name: 'door', pluginPath: local('./door.cjs'), toolName: DOTTED },
  { name: 'ours', pluginPath: OURS, toolName: UNDERSCORED },
  { name: 'published', pluginPath: installPeer(), toolName: DOTTED },
];

/** Enough requests to measure, and few enough to wait for. */
function countFor({ last }, cpuSeconds) {
  const count = last ? Math.round((cpuSeconds * 1000) / last.cpuMs) : 0;
  return Math.max(MIN_REQUESTS, Math.min(MAX_REQUESTS, count));
}

/**
 * Runs some of the later work: the first list changes V8's heap permanently.
 */
async function breakIn(target) {
  for (const operation of OPERATIONS.filter(({ breaksIn }) => breaksIn)) {
    await measure(target, operation, BREAK_IN_REQUESTS);
  }
}

/**
 * Measures the operations of a group on their targets, in turn and repeatedly.
 * Warms up in the same way: code that has run only one operation is compiled
 * for that one, recompiled when it runs another, and discarded when idle.
 */
async function measureGroup(group, shape, targets) {
  const operations = OPERATIONS.filter(
    ({ group: own, shapes = [shape] }) =>
      own === group && shapes.includes(shape),
  );
  const rows = targets.flatMap(target => {
    const own = operations.filter(other => other.targets.includes(target.name));
    const warmUpSeconds = WARM_UP_CPU_SECONDS / own.length;
    return own.map(operation => ({
      operation,
      target,
      warmUpSeconds,
      samples: [],
    }));
  });
  for (const { operation, target } of rows) {
    if (operation.firstCount) {
      await measure(target, operation, operation.firstCount);
    }
  }
  for (let turn = -WARM_UP_TURNS; turn < ROUNDS; turn += 1) {
    // In alternating order, since each operation leaves its garbage to the next
    // one.
    for (const row of turn % 2 === 0 ? rows : rows.toReversed()) {
      const { operation, target, warmUpSeconds } = row;
      const cpuSeconds = turn < 0 ? warmUpSeconds : CPU_SECONDS;
      row.last = await measure(target, operation, countFor(row, cpuSeconds));
      if (turn >= 0) {
        row.samples.push(row.last);
      }
    }
  }
  return rows.map(({ operation, target, samples }) => ({
    shape,
    group,
    operation: operation.name,
    base: operation.base,
    target: target.name,
    samples,
  }));
}

/** Measures memory and startup of the plugins in separate processes. */
async function measureProcesses(shape) {
  const processes = PLUGINS.map(({ name }) => ({
    shape,
    target: name,
    samples: [],
  }));
  for (let turn = 0; turn < FRESH_STARTS; turn += 1) {
    for (const [index, plugin] of PLUGINS.entries()) {
      const target = await startTarget({ ...plugin, shape });
      const { loadMs, startMs } = target;
      await breakIn(target);
      const { rss } = await target.usage({ collect: true });
      processes[index].samples.push({ loadMs, startMs, rss });
      await target.stop();
    }
  }
  return processes;
}

/** Our plugin with a user, with and without permission checks. */
function withPermissions(ours) {
  return [PERMISSIONS_OFF, PERMISSIONS_ON].map(name => ({
    ...ours,
    name,
    signsIn: true,
    mcpActions: { permissions: { enabled: name === PERMISSIONS_ON } },
  }));
}

/** All targets of a shape, with the heaviest plugin last. */
function pluginsFor(shape, firstShape) {
  const [door, ours, published] = PLUGINS.map(plugin => ({ ...plugin, shape }));
  const first = { ...ours, name: FIRST_SHAPE, shape: firstShape };
  const indirect = {
    ...ours,
    name: WITHOUT_DIRECT_ANSWERS,
    mcpActions: { directAnswers: false },
  };
  return [
    door,
    ours,
    ...(shape === firstShape ? [] : [first]),
    ...(shape === DETAILED_SHAPE ? [indirect, ...withPermissions(ours)] : []),
    published,
  ];
}

async function measureShape(shape, firstShape) {
  const processes = await measureProcesses(shape);
  const targets = [];
  for (const plugin of pluginsFor(shape, firstShape)) {
    const target = await startTarget(plugin);
    await breakIn(target);
    targets.push(target);
  }
  const rows = [];
  for (const group of new Set(OPERATIONS.map(operation => operation.group))) {
    rows.push(...(await measureGroup(group, shape, targets)));
    process.stderr.write(`${shape} ${group} done\n`);
  }
  const ours = targets.find(({ name }) => name === 'ours');
  const streamBytes = await bytesPerIdleStream(ours, IDLE_STREAMS);
  processes.find(({ target }) => target === 'ours').streamBytes = streamBytes;
  for (const target of targets) {
    await target.stop();
  }
  return { rows, processes };
}

const results = { rows: [], processes: [] };
const shapes = values.shapes.split(',');
for (const shape of shapes) {
  const { rows, processes } = await measureShape(shape, shapes[0]);
  results.rows.push(...rows);
  results.processes.push(...processes);
}
const machine = `${cpus().length} x ${cpus()[0].model.trim()}, Node ${process.version}`;
const markdown = toMarkdown(results, { machine, peerVersion: PEER_VERSION });
process.stdout.write(markdown);
writeFileSync(local('./results.md'), markdown);
writeFileSync(local('./results.svg'), toChart(results.rows));
