// 1,000 HTTP+SSE streams are opened, each answers a call, and all are dropped;
// twice, since what is kept of the first round is not yet a leak.
import { inLanes } from '../harness/inLanes.mjs';
import { call, headersOf, V1 } from '../harness/messages.mjs';
import { openStream } from '../harness/openStream.mjs';
import { byKey, countIn, mb, runCase } from '../harness/report.mjs';
import { send } from '../harness/send.mjs';
import { checkCalm } from './checkCalm.mjs';
import { startToolsBackend } from './startToolsBackend.mjs';

const LANES = 16;
const MAX_SESSIONS = 1_000;
/** Of the first principal; the second one fills the rest up. */
const MAX_PER_PRINCIPAL = 600;
/** By which the second round may exceed the first, and each the begin. */
const MAX_GROWTH_MB = 5;
const MAX_KEPT_MB = 30;

async function openAndCall(backend, [subject, id], { counts, streams }) {
  const token = backend.tokenOf(subject);
  const stream = await openStream(backend.port, token);
  streams.push(stream);
  const answered = stream.answer(id);
  const { status } = await send({
    port: backend.port,
    path: stream.endpoint,
    headers: headersOf(token),
    body: call(id, 'tools_echo', { text: `${id}` }),
  });
  countIn(counts.posted, status);
  const message = await answered;
  const isRight = message.result?.structuredContent?.text === `${id}`;
  countIn(counts.answers, isRight ? 'right' : 'wrong');
}

async function refusal(backend, subject) {
  const answer = await send({
    port: backend.port,
    path: `${V1}/sse`,
    method: 'GET',
    headers: headersOf(backend.tokenOf(subject)),
  });
  return `${answer.status} Retry-After ${answer.headers['retry-after']}`;
}

async function runRound(backend, check) {
  const counts = { posted: {}, answers: {} };
  const streams = [];
  const ids = Array.from({ length: MAX_SESSIONS }, (_, id) => [
    id < MAX_PER_PRINCIPAL ? 'one' : 'two',
    id,
  ]);
  const open = items =>
    inLanes(LANES, items, item =>
      openAndCall(backend, item, { counts, streams }),
    );
  await open(ids.slice(0, MAX_PER_PRINCIPAL));
  const own = await refusal(backend, 'one');
  await open(ids.slice(MAX_PER_PRINCIPAL));
  const all = await refusal(backend, 'two');
  const full = await backend.state();
  streams.forEach(stream => stream.close());
  check(counts.answers.right === MAX_SESSIONS, byKey(counts.answers));
  check(counts.posted[202] === MAX_SESSIONS, byKey(counts.posted));
  check(own.startsWith('429'), `one more of the principal: ${own}`);
  check(all.startsWith('503'), `one more of anybody: ${all}`);
  check(
    full.activity['SSE streams'] === MAX_SESSIONS,
    `open: ${byKey(full.activity)}`,
  );
  return { counts, own, all, full };
}

await runCase('HTTP+SSE streams', async ({ opened, check }) => {
  const backend = await startToolsBackend({
    config: {
      mcpActions: {
        sse: {
          maxSessions: MAX_SESSIONS,
          maxSessionsPerPrincipal: MAX_PER_PRINCIPAL,
        },
        limits: { callsPerMinute: 0, callsInFlight: 0 },
      },
    },
  });
  opened(backend.kill);
  const before = await backend.state();
  const rounds = [];
  const after = [];
  const calm = [];
  for (let round = 0; round < 2; round += 1) {
    rounds.push(await runRound(backend, check));
    const { after: state, figures } = await checkCalm(check, {
      backend,
      before,
      maxKeptMb: MAX_KEPT_MB,
    });
    after.push(state);
    calm.push(figures);
  }
  const [first, second] = after.map(({ usedMb }) => usedMb);
  check(
    second - first < MAX_GROWTH_MB,
    `grew by ${mb(second - first)} a round`,
  );
  const { own, all, full } = rounds[1];
  const right = rounds.map(({ counts }) => counts.answers.right ?? 0);
  const lost = 2 * MAX_SESSIONS - right[0] - right[1];
  return `tried 2 x ${MAX_SESSIONS}, answered ${right.join(' + ')}, refused 2 x 2 (${own}; ${all}), lost ${lost}; ${mb(full.usedMb)} when full; first round: ${calm[0]}; second: ${calm[1]}`;
});
