// Clients that close their socket at each stage of a request. Afterwards nothing
// of them may be left in the backend, and it answers.
import { once } from 'node:events';
import { connect } from 'node:net';
import { createSender } from '../harness/createSender.mjs';
import { inLanes } from '../harness/inLanes.mjs';
import { call, headersOf, messageOf, V1 } from '../harness/messages.mjs';
import { openStream } from '../harness/openStream.mjs';
import { byKey, countIn, runCase } from '../harness/report.mjs';
import { toRawRequest } from '../harness/toRawRequest.mjs';
import { checkCalm } from './checkCalm.mjs';
import { startToolsBackend } from './startToolsBackend.mjs';

const TOTAL = 2_000;
const LANES = 16;
const ANSWER_MS = 150;
const MAX_KEPT_MB = 25;

/** Beyond what the plugin answers itself, so that a stream begins at once. */
const streamed = call(1, 'tools_wait', { ms: ANSWER_MS });
streamed.params = { ...streamed.params, more: true };
const waiting = JSON.stringify(call(1, 'tools_wait', { ms: ANSWER_MS }));

const REQUESTS = {
  'POST /v1': { method: 'POST', path: () => V1, body: waiting },
  'POST /v1, streamed': {
    method: 'POST',
    path: () => V1,
    body: JSON.stringify(streamed),
  },
  'GET /v1/sse': { method: 'GET', path: () => `${V1}/sse`, body: '' },
  'POST /v1/sse/messages': {
    method: 'POST',
    path: ({ endpoint }) => endpoint,
    body: waiting,
  },
};

const STAGES = [
  'the request line',
  'the headers',
  'half of the body',
  'the body',
  'the first bytes of the answer',
];

/** What is sent before the client leaves. */
function textUntil(stage, { method, path, body }, context) {
  const text = toRawRequest({
    method,
    path: path(context),
    headers: headersOf(context.token),
    body,
  });
  const ends = {
    'the request line': text.indexOf('\r\n') + 2,
    'the headers': text.length - body.length,
    'half of the body': text.length - Math.ceil(body.length / 2),
  };
  return text.slice(0, ends[stage]);
}

async function vanish(stage, wanted, context) {
  const socket = connect(context.port, 'localhost');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(textUntil(stage, wanted, context));
  // Some leave with what they sent, some once it has arrived.
  const pause = new Promise(done => setTimeout(done, context.pauseMs));
  await (stage === STAGES.at(-1) ? once(socket, 'data') : pause);
  if (context.isAbrupt) {
    socket.resetAndDestroy();
  } else {
    socket.destroy();
  }
}

await runCase('clients that vanish', async ({ opened, check }) => {
  const backend = await startToolsBackend({
    config: {
      mcpActions: {
        limits: { callsPerMinute: 0, callsInFlight: 0 },
        sse: { maxSessionsPerPrincipal: 500 },
      },
    },
  });
  opened(backend.kill);
  const { port } = backend;
  const token = backend.tokenOf('one');
  const sender = createSender(port, token);
  opened(sender.close);
  const greet = async () =>
    messageOf(await sender.send(V1, call(1, 'tools_echo', { text: 'hi' })));
  const before = await backend.state();
  await greet();

  // For the messages that are posted beside it.
  const stream = await openStream(port, token);
  opened(stream.close);
  const cases = Object.keys(REQUESTS).flatMap(what =>
    STAGES.map(stage => [what, stage]),
  );
  const tried = {};
  const lost = {};
  const numbers = Array.from({ length: TOTAL }, (_, number) => number);
  await inLanes(LANES, numbers, async number => {
    const [what, stage] = cases[number % cases.length];
    const context = {
      port,
      token,
      endpoint: stream.endpoint,
      pauseMs: (number % 4) * 10,
      isAbrupt: number % 3 === 0,
    };
    countIn(tried, stage);
    await vanish(stage, REQUESTS[what], context);
    if (number % 100 === 0) {
      const { result } = await greet();
      countIn(lost, result?.content[0].text.includes('hi') ? 'no' : 'yes');
    }
  });
  stream.close();
  const last = await greet();
  check(last.result !== undefined, `the last answer: ${JSON.stringify(last)}`);
  check(!lost.yes, `${lost.yes} calls of others were lost`);
  sender.close();

  const { after, figures } = await checkCalm(check, {
    backend,
    before,
    maxKeptMb: MAX_KEPT_MB,
  });
  check(after.errors === 0, `error in the log: ${after.lines.at(-1)}`);
  const { yes: missed = 0, no: greeted = 0 } = lost;
  return `tried ${TOTAL} (after ${byKey(tried)}), calls of others: answered ${greeted}, lost ${missed}; ${figures}`;
});
