// Clients that ask and never read: one HTTP+SSE stream, and many connections that
// send requests one behind the other. What waits for them is bounded, others are
// answered meanwhile, and the memory comes back once they are cut off.
import { connect } from 'node:net';
import { createSender } from '../harness/createSender.mjs';
import { call, headersOf, list, messageOf, V1 } from '../harness/messages.mjs';
import { byKey, countIn, mb, runCase } from '../harness/report.mjs';
import { send } from '../harness/send.mjs';
import { toRawRequest } from '../harness/toRawRequest.mjs';
import { checkCalm } from './checkCalm.mjs';
import { startToolsBackend } from './startToolsBackend.mjs';

/** Its list of tools is what is left unread. */
const CROWD = [{ id: 'crowd', actions: 200 }];
const STREAM_MESSAGES = 1_000;
const CONNECTIONS = 101;
const PIPELINED = 250;
/** Of one stream 8 MiB may wait and of one principal 64; text may take twice that. */
const MAX_STREAM_MB = 60;
const MAX_PIPELINES_MB = 100;
const MAX_KEPT_MB = 30;

async function start(opened) {
  const backend = await startToolsBackend({
    crowd: CROWD,
    config: { mcpActions: { limits: { callsPerMinute: 0 } } },
  });
  opened(backend.kill);
  const other = createSender(backend.port, backend.tokenOf('other'));
  opened(other.close);
  const warmUp = headersOf(backend.tokenOf('lazy'));
  await send({ port: backend.port, path: V1, headers: warmUp, body: list(0) });
  await isAnswered(other);
  return { backend, other, before: await backend.state() };
}

async function isAnswered({ send: sendAs }) {
  const args = { text: 'hi' };
  const { result } = messageOf(await sendAs(V1, call(1, 'tools_echo', args)));
  return result?.structuredContent.text === 'hi';
}

/** A connection that is written to, and read no further than asked. */
function open(port) {
  const socket = connect(port, 'localhost');
  let isCutOff = false;
  socket.on('error', () => {});
  socket.on('close', () => {
    isCutOff = true;
  });
  return { socket, isCutOff: () => isCutOff };
}

await runCase('an unread stream', async ({ opened, check }) => {
  const { backend, other, before } = await start(opened);
  const token = backend.tokenOf('lazy');
  const { socket, isCutOff } = open(backend.port);
  opened(() => socket.destroy());
  const headers = headersOf(token);
  socket.write(toRawRequest({ method: 'GET', path: `${V1}/sse`, headers }));
  let head = '';
  while (!head.includes('sessionId=')) {
    head += await new Promise(done => socket.once('data', done));
  }
  socket.pause();
  const [path] = head.match(/\/\S*sessionId=[\w-]+/);
  const { send: sendAs, close } = createSender(backend.port, token);
  opened(close);
  const counts = {};
  let mostMb = 0;
  for (let id = 0; id < STREAM_MESSAGES; id += 1) {
    countIn(counts, (await sendAs(path, list(id))).status);
    if (id % 50 === 0) {
      mostMb = Math.max(mostMb, (await backend.state()).usedMb);
    }
  }
  const answered = await isAnswered(other);
  const unread = mostMb - before.usedMb;
  close();
  socket.destroy();
  other.close();
  const { figures } = await checkCalm(check, {
    backend,
    before,
    maxKeptMb: MAX_KEPT_MB,
  });
  check(answered, 'another principal is not answered');
  check(unread < MAX_STREAM_MB, `at most ${mb(unread)} more`);
  check(counts[404] > 0, `the stream stays open: ${byKey(counts)}`);
  return `sent ${STREAM_MESSAGES} (${byKey(counts)}), cut off ${isCutOff()}; at most ${mb(mostMb)}; ${figures}`;
});

await runCase('unread pipelines', async ({ opened, check }) => {
  const { backend, other, before } = await start(opened);
  const request = toRawRequest({
    path: V1,
    headers: headersOf(backend.tokenOf('lazy')),
    body: JSON.stringify(list(1)),
  });
  const connections = Array.from({ length: CONNECTIONS }, () =>
    open(backend.port),
  );
  opened(() => connections.forEach(({ socket }) => socket.destroy()));
  for (const { socket } of connections) {
    socket.write(request.repeat(PIPELINED));
  }
  let answered = 0;
  let mostMb = 0;
  for (let i = 0; i < 10; i += 1) {
    answered += (await isAnswered(other)) ? 1 : 0;
    mostMb = Math.max(mostMb, (await backend.state()).usedMb);
    await new Promise(done => setTimeout(done, 200));
  }
  const unread = mostMb - before.usedMb;
  connections.forEach(({ socket }) => socket.destroy());
  other.close();
  const { figures } = await checkCalm(check, {
    backend,
    before,
    maxKeptMb: MAX_KEPT_MB,
  });
  check(answered === 10, `another principal is answered ${answered} of 10`);
  check(unread < MAX_PIPELINES_MB, `at most ${mb(unread)} more`);
  return `${CONNECTIONS} x ${PIPELINED} lists; at most ${mb(mostMb)}; ${figures}`;
});
