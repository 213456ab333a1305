// Clients that close their socket at each stage of a request. Afterwards nothing
// of them may be left in the backend, and it answers.
import { once } from 'node:events';
import { connect } from 'node:net';
import { checkCalm } from './checkCalm.mjs';
import { byKey, countIn, runCase } from './report.mjs';
import {
  call,
  createSender,
  headersOf,
  inLanes,
  messageOf,
  V1,
} from './send.mjs';
import { startBackend } from './startBackend.mjs';

const TOTAL = 2_000;
const LANES = 16;
const ANSWER_MS = 150;
const MAX_KEPT_MB = 25;

/** Beyond what the plugin answers itself, so that a stream begins at once. */
const streamed = { ...call(1, 'tools_wait', { ms: ANSWER_MS }) };
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
  const line = `${method} ${path(context)} HTTP/1.1\r\n`;
  const headers = Object.entries({
    host: 'localhost',
    ...headersOf(context.token),
    ...(body && { 'content-length': Buffer.byteLength(body) }),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  switch (stage) {
    case 'the request line':
      return line;
    case 'the headers':
      return `${line}${headers.join('')}\r\n`;
    case 'half of the body':
      return `${line}${headers.join('')}\r\n${body.slice(0, body.length / 2)}`;
    default:
      return `${line}${headers.join('')}\r\n${body}`;
  }
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

/** A stream that stays, for the messages that are posted beside it. */
async function openStream({ port, token }) {
  const socket = connect(port, 'localhost');
  socket.write(textUntil('the body', REQUESTS['GET /v1/sse'], { token }));
  let text = '';
  while (!/data: \S+\n/.test(text)) {
    const [chunk] = await once(socket, 'data');
    text += chunk;
  }
  // Answers that nobody reads are no stream for long.
  socket.resume();
  return {
    endpoint: text.match(/data: (\S+)\n/)[1],
    close: () => socket.destroy(),
  };
}

await runCase('clients that vanish', async ({ opened, check }) => {
  const backend = await startBackend({
    config: {
      mcpActions: {
        limits: { callsPerMinute: 0, callsInFlight: 0 },
        sse: { maxSessionsPerPrincipal: 500 },
      },
    },
  });
  opened(() => backend.kill());
  const { port, tokens } = backend;
  const sender = createSender(port, tokens.one);
  opened(sender.close);
  const greet = async () =>
    messageOf(await sender.send(V1, call(1, 'tools_echo', { text: 'hi' })));
  const before = await backend.state();
  await greet();

  const stream = await openStream({ port, token: tokens.one });
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
      token: tokens.one,
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
