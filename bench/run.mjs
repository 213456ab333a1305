// Side by side in one run: this plugin, the published one and the thinnest door,
// each in a real backend of its own. `yarn bench --help` tells the options.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { toChart } from './chart.mjs';
import { measure } from './measure.mjs';
import { OPERATIONS } from './operations.mjs';
import { installPeer, PEER_VERSION } from './peer.mjs';
import { toMarkdown } from './report.mjs';
import { bytesPerIdleStream } from './sse.mjs';
import { startTarget } from './target.mjs';

const IDLE_STREAMS = 1_000;
/** The same for each target. */
const WARM_UP_CPU_SECONDS = 20;
const WARM_UP_BATCH = 16;
/** Of each of two methods, the same on each target, before memory is read. */
const MEMORY_REQUESTS = 50;

const { values } = parseArgs({
  options: {
    shapes: { type: 'string', default: '1x5,10x20,30x20,100x20' },
    rounds: { type: 'string', default: '9' },
    'cpu-seconds': { type: 'string', default: '0.5' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`yarn bench [options]
  --shapes 1x5,10x20     plugin sources x actions of each
  --rounds 9             interleaved rounds; the median counts
  --cpu-seconds 0.5      about how long to measure an operation in a round
`);
  process.exit(0);
}

const local = path => fileURLToPath(new URL(path, import.meta.url));
const PLUGINS = {
  ours: local('../dist/index.cjs.js'),
  published: installPeer(),
  door: local('./door.cjs'),
};

/** Enough of them to measure, few enough to wait for. */
async function countFor(target, operation) {
  if (operation.count) {
    return operation.count;
  }
  const { cpuMs } = await measure(target, operation, 16);
  const seconds = Number(values['cpu-seconds']);
  return Math.max(16, Math.min(2_000, Math.round((seconds * 1000) / cpuMs)));
}

/** Until the code is compiled, which takes thousands of requests. */
async function warmUp(target) {
  const [operation] = OPERATIONS;
  const before = await target.usage();
  let after = before;
  while (after.cpuMicros - before.cpuMicros < WARM_UP_CPU_SECONDS * 1e6) {
    await measure(target, operation, WARM_UP_BATCH);
    after = await target.usage();
  }
}

async function memoryAfterLoad(target) {
  for (const operation of OPERATIONS.filter(({ memory }) => memory)) {
    await measure(target, operation, MEMORY_REQUESTS);
  }
  const { rss } = await target.usage({ collect: true });
  return rss;
}

/** Measures the operations of a group on their targets, in turn, again and again. */
async function measureGroup(group, targets) {
  const rows = [];
  for (const operation of OPERATIONS.filter(other => other.group === group)) {
    for (const target of targets) {
      if (operation.targets.includes(target.name)) {
        const count = await countFor(target, operation);
        rows.push({ operation, target, count, samples: [] });
      }
    }
  }
  for (let round = 0; round < Number(values.rounds); round += 1) {
    // There and back, since what ran before leaves its garbage to the next.
    const turn = round % 2 === 0 ? rows : rows.toReversed();
    for (const { operation, target, count, samples } of turn) {
      samples.push(await measure(target, operation, count));
    }
  }
  return rows.map(({ operation, target, samples }) => ({
    group,
    operation: operation.name,
    target: target.name,
    samples,
  }));
}

async function measureShape(shape) {
  const [sources, actions] = shape.split('x').map(Number);
  const targets = [];
  for (const [name, pluginPath] of Object.entries(PLUGINS)) {
    targets.push(await startTarget({ name, pluginPath, sources, actions }));
  }
  const memory = new Map();
  for (const target of targets) {
    memory.set(target.name, await memoryAfterLoad(target));
  }
  for (const target of targets) {
    await warmUp(target);
  }
  const rows = [];
  for (const group of new Set(OPERATIONS.map(operation => operation.group))) {
    rows.push(
      ...(await measureGroup(group, targets)).map(row => ({ shape, ...row })),
    );
    process.stderr.write(`${shape} ${group} done\n`);
  }
  const processes = [];
  for (const target of targets) {
    const { name, loadMs, startMs } = target;
    const rss = memory.get(name);
    const streamBytes =
      name === 'ours' && (await bytesPerIdleStream(target, IDLE_STREAMS));
    processes.push({ shape, target: name, rss, loadMs, startMs, streamBytes });
    await target.stop();
  }
  return { rows, processes };
}

const results = { rows: [], processes: [] };
for (const shape of values.shapes.split(',')) {
  const { rows, processes } = await measureShape(shape);
  results.rows.push(...rows);
  results.processes.push(...processes);
}
const machine = `${cpus().length} x ${cpus()[0].model.trim()}, Node ${process.version}`;
const markdown = toMarkdown(results, { machine, peerVersion: PEER_VERSION });
process.stdout.write(markdown);
writeFileSync(local('./results.md'), markdown);
writeFileSync(local('./results.svg'), toChart(results.rows));
