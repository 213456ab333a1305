// 20,000 requests that no client means, from a fixed seed. None may bring the
// backend down, get it to tell of its insides, or leave anything behind.
import fc from 'fast-check';
import { createSender } from '../harness/createSender.mjs';
import { inLanes } from '../harness/inLanes.mjs';
import { call, messageOf, V1 } from '../harness/messages.mjs';
import { openStream } from '../harness/openStream.mjs';
import { byKey, countIn, runCase } from '../harness/report.mjs';
import { checkCalm } from './checkCalm.mjs';
import { fuzzFaults } from './fuzzFaults.mjs';
import { requests } from './fuzzRequests.mjs';
import { startToolsBackend } from './startToolsBackend.mjs';

const SEED = Number(process.env.LOAD_SEED ?? 20260728);
const TOTAL = 20_000;
const BATCH = 500;
const LANES = 16;
const MAX_KEPT_MB = 40;

function* sampled(context) {
  for (let i = 0; i < TOTAL / BATCH; i += 1) {
    yield* fc.sample(requests(context), { numRuns: BATCH, seed: SEED + i });
  }
}

async function sendFuzzed(sender, { method, path, headers, body }) {
  return sender.send(
    path,
    ['GET', 'HEAD'].includes(method) ? undefined : body,
    {
      method,
      headers,
      // Some streams do not end by themselves.
      silenceMs: 1_000,
    },
  );
}

await runCase(`fuzzed requests, seed ${SEED}`, async ({ opened, check }) => {
  const backend = await startToolsBackend({
    config: {
      auth: { clientIdMetadataDocuments: { enabled: true } },
      mcpActions: {
        limits: {
          callsPerMinute: 0,
          destructiveCallsPerMinute: 0,
          callsInFlight: 0,
        },
        servers: {
          limited: {
            name: 'Limited',
            filter: { include: [{ id: 'tools:echo' }] },
          },
        },
      },
    },
  });
  opened(backend.kill);
  const token = backend.tokenOf('one');
  const before = await backend.state();
  const sender = createSender(backend.port, undefined, { maxSockets: LANES });
  opened(sender.close);
  const stream = await openStream(backend.port, token);
  opened(stream.close);
  const statuses = {};
  let lost = 0;
  await inLanes(
    LANES,
    sampled({ token, endpoint: stream.endpoint }),
    async wanted => {
      try {
        const answer = await sendFuzzed(sender, wanted);
        countIn(statuses, answer.status);
        fuzzFaults(wanted, answer).forEach(fault => check(false, fault));
      } catch (error) {
        lost += 1;
        check(
          false,
          `no answer, ${error.message}: ${JSON.stringify(wanted).slice(0, 500)}`,
        );
      }
    },
  );
  sender.close();
  stream.close();

  const friend = createSender(backend.port, token);
  opened(friend.close);
  const last = messageOf(
    await friend.send(V1, call(1, 'tools_echo', { text: 'hi' })),
  );
  check(last.result?.structuredContent.text === 'hi', JSON.stringify(last));
  friend.close();
  const { figures } = await checkCalm(check, {
    backend,
    before,
    maxKeptMb: MAX_KEPT_MB,
  });
  const answered = Object.values(statuses).reduce((sum, n) => sum + n, 0);
  return `tried ${TOTAL}, answered ${answered} (by status: ${byKey(statuses)}), lost ${lost}; ${figures}`;
});
