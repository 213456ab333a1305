// Results of 60 MB, cut and whole: to cut one holds the event loop hardly longer
// than to send it.
import { createSender } from '../harness/createSender.mjs';
import { call, messageOf, V1 } from '../harness/messages.mjs';
import { runCase } from '../harness/report.mjs';
import { startToolsBackend } from './startToolsBackend.mjs';

const RESULTS = 2;
const MAX_BYTES = 204_800;
const MAX_LONGER_MS = 100;
const SHAPES = {
  'one text': { length: 60_000_000 },
  'a list': { items: 400_000 },
};

async function start({ maxSize, opened }) {
  const backend = await startToolsBackend({
    config: { mcpActions: { output: { maxSize } } },
  });
  opened(backend.kill);
  const { send, close } = createSender(backend.port, backend.tokenOf('one'));
  opened(close);
  return {
    /** Bytes of the result, and for how long the loop stood. */
    async recite(args) {
      await backend.stand();
      const answer = await send(V1, call(1, 'tools_recite', args));
      const ms = await backend.stand();
      const { result } = messageOf(answer);
      return { ms, bytes: Buffer.byteLength(result.content[0].text) };
    },
  };
}

for (const [shape, args] of Object.entries(SHAPES)) {
  await runCase(`a result of 60 MB, ${shape}`, async ({ opened, check }) => {
    const cut = await start({ maxSize: MAX_BYTES, opened });
    const whole = await start({ maxSize: 0, opened });
    const stands = { cut: [], whole: [] };
    for (let turn = 0; turn < RESULTS; turn += 1) {
      const one = await cut.recite(args);
      const other = await whole.recite(args);
      check(one.bytes <= MAX_BYTES, `cut to ${one.bytes} bytes`);
      check(other.bytes > 50_000_000, `whole with ${other.bytes} bytes`);
      stands.cut.push(one.ms);
      stands.whole.push(other.ms);
    }
    const shortest = {
      cut: Math.min(...stands.cut),
      whole: Math.min(...stands.whole),
    };
    const longer = shortest.cut - shortest.whole;
    check(longer <= MAX_LONGER_MS, `the loop stood ${longer} ms longer`);
    return `the loop stands ${shortest.cut.toFixed(0)} ms when it is cut, ${shortest.whole.toFixed(0)} ms when it is sent whole`;
  });
}
