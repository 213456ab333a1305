// Side by side in one run: this plugin, the published one and the thinnest door,
// each in a real backend of its own. `yarn bench --help` tells the options.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { toChart } from './chart.mjs';
import { measure, median } from './measure.mjs';
import { OPERATIONS } from './operations.mjs';
import { installPeer, PEER_VERSION } from './peer.mjs';
import { toMarkdown } from './report.mjs';
import { bytesPerIdleStream } from './sse.mjs';
import { startTarget } from './target.mjs';

const IDLE_STREAMS = 1_000;
/** The same for each target. */
const WARM_UP_CPU_SECONDS = 10;
const WARM_UP_BATCH = 16;
/** Of each of two methods, the same on each target, before memory is read. */
const MEMORY_REQUESTS = 50;

const { values } = parseArgs({
  options: {
    shapes: { type: 'string', default: '1x5,10x20,30x20,100x20' },
    rounds: { type: 'string', default: '5' },
    'cpu-seconds': { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`yarn bench [options]
  --shapes 1x5,10x20     plugin sources x actions of each
  --rounds 5             interleaved rounds; the median counts
  --cpu-seconds 1        about how long to measure an operation in a round
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
  for (const operation of OPERATIONS) {
    const measured = targets.filter(({ name }) =>
      operation.targets.includes(name),
    );
    const samples = new Map(measured.map(target => [target.name, []]));
    const counts = new Map();
    for (const target of measured) {
      counts.set(target.name, await countFor(target, operation));
    }
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const target of measured) {
        const sample = await measure(
          target,
          operation,
          counts.get(target.name),
        );
        samples.get(target.name).push(sample);
      }
    }
    for (const [name, taken] of samples) {
      const of = key => median(taken.map(sample => sample[key]));
      rows.push({
        shape,
        operation: operation.name,
        target: name,
        cpuMs: of('cpuMs'),
        perSecond: of('perSecond'),
        p50: of('p50'),
        p99: of('p99'),
      });
    }
    process.stderr.write(`${shape} ${operation.name} done\n`);
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
