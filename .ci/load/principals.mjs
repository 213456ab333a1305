// A company at once: what a call costs when 1, 200 and 1,000 principals call in
// turn, in a backend of 30 plugins with 20 actions each, and what it remembers.
import { createSender } from '../harness/createSender.mjs';
import { inLanes } from '../harness/inLanes.mjs';
import { call, messageOf, V1 } from '../harness/messages.mjs';
import { mb, runCase } from '../harness/report.mjs';
import { startToolsBackend } from './startToolsBackend.mjs';

const PLUGINS = 30;
const ACTIONS = 20;
const PRINCIPALS = [1, 200, 1_000];
const ROUNDS = 9;
const CALLS = 400;
const LANES = 2;
const MAX_RATIO = 1.25;
/** The process takes what it gets, so it gets no more than it should need. */
const HEAP_MB = 250;
const MAX_RSS_MB = 400;

const median = values =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

await runCase('many principals', async ({ opened, check }) => {
  const backend = await startToolsBackend({
    crowd: Array.from({ length: PLUGINS }, (_, i) => ({
      id: `crowd-${i}`,
      actions: ACTIONS,
    })),
    heapMb: HEAP_MB,
    config: {
      // No list gets old on a slow machine.
      mcpActions: {
        cache: { ttl: '1h' },
        limits: { callsPerMinute: 0, callsInFlight: 0 },
      },
    },
  });
  opened(backend.kill);
  const settings = { maxSockets: LANES };
  const { as, close } = createSender(backend.port, undefined, settings);
  opened(close);
  let wrong = 0;
  const callAs = async (principal, id) => {
    const send = as(backend.tokenOf(`agent-${principal}`));
    const body = call(id, 'tools_echo', { text: `${id}` });
    const { result } = messageOf(await send(V1, body));
    wrong += result?.structuredContent.text === `${id}` ? 0 : 1;
  };
  const turnsOf = (count, round) =>
    Array.from({ length: CALLS }, (_, i) => round * CALLS + i).map(id => [
      id % count,
      id,
    ]);
  const run = turns =>
    inLanes(LANES, turns, ([principal, id]) => callAs(principal, id));

  const most = Math.max(...PRINCIPALS);
  const firsts = Array.from({ length: most }, (_, i) => [i, i]);
  const start = await backend.state();
  await run(firsts);
  const first = await backend.state();
  await run(turnsOf(1, 0));
  const rounds = [];
  let before = await backend.state();
  for (let round = 0; round < ROUNDS; round += 1) {
    const cpuMs = [];
    for (const count of PRINCIPALS) {
      await run(turnsOf(count, round));
      const after = await backend.state();
      cpuMs.push((after.cpuMs - before.cpuMsAfter) / CALLS);
      before = after;
    }
    rounds.push(cpuMs);
  }
  const cpuMs = PRINCIPALS.map((_, i) => median(rounds.map(ms => ms[i])));
  const ratios = PRINCIPALS.map((_, i) =>
    median(rounds.map(ms => ms[i] / ms[0])),
  );
  ratios.forEach((ratio, i) =>
    check(ratio <= MAX_RATIO, `${PRINCIPALS[i]} principals: ${ratio}`),
  );
  check(wrong === 0, `${wrong} answers are wrong`);
  check(before.rssMb < MAX_RSS_MB, `resident ${mb(before.rssMb)}`);
  const firstMs = (first.cpuMs - start.cpuMsAfter) / most;
  return `CPU per call ${PRINCIPALS.map((count, i) => `${count}: ${cpuMs[i].toFixed(2)} ms (${ratios[i].toFixed(2)})`).join(', ')}; the first call of each ${firstMs.toFixed(1)} ms; memory ${mb(before.usedMb)}, resident ${mb(before.rssMb)}`;
});
