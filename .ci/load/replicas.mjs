// Two replicas behind a proxy, and clients of both eras. One replica is killed
// while they call: what it was working on is lost, and nothing else.
import { randomUUID } from 'node:crypto';
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { inLanes } from '../harness/inLanes.mjs';
import { call, headersOf, V1 } from '../harness/messages.mjs';
import { openStream } from '../harness/openStream.mjs';
import { byKey, countIn, runCase } from '../harness/report.mjs';
import { send } from '../harness/send.mjs';
import { startProxy } from './startProxy.mjs';
import { startToolsBackend } from './startToolsBackend.mjs';

const CALLS = 500;
/** Half of them of each era. */
const CLIENTS = 8;
const CALL_MS = 20;
const STICKY_STREAMS = 20;
const MODERN = '2026-07-28';
const config = { mcpActions: { limits: { callsPerMinute: 0 } } };

async function connectClient(port, token, isModern) {
  const url = new URL(`http://localhost:${port}${V1}`);
  const options = {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  };
  const info = { name: 'load', version: '1.0.0' };
  if (!isModern) {
    const client = new ClientV1(info);
    await client.connect(new TransportV1(url, options));
    return client;
  }
  const pinned = { versionNegotiation: { mode: { pin: MODERN } } };
  const client = new ClientV2(info, pinned);
  await client.connect(new TransportV2(url, options));
  return client;
}

/** Two backends that take the same token. */
async function startReplicas(opened) {
  const secret = randomUUID();
  const start = async () => {
    const replica = await startToolsBackend({ config, secret });
    opened(replica.kill);
    return replica;
  };
  return Promise.all([start(), start()]);
}

async function startProxyTo(replicas, opened, options) {
  const ports = replicas.map(({ port }) => port);
  const proxy = await startProxy(ports, options);
  opened(proxy.close);
  return proxy;
}

await runCase('replicas, Streamable HTTP', async ({ opened, check }) => {
  const replicas = await startReplicas(opened);
  const proxy = await startProxyTo(replicas, opened);
  const token = replicas[0].tokenOf('one');
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, (_, i) =>
      connectClient(proxy.port, token, i % 2 === 0),
    ),
  );
  opened(() => Promise.all(clients.map(client => client.close())));
  const ends = { answered: 0, 'lost in flight': 0, 'lost later': 0 };
  let isDead = false;
  let killing;
  await inLanes(CLIENTS, Array.from({ length: CALLS }).keys(), async number => {
    if (number === CALLS / 2) {
      killing = replicas[1].kill().then(() => {
        isDead = true;
      });
    }
    const wasDead = isDead;
    const params = { name: 'tools_wait', arguments: { ms: CALL_MS } };
    try {
      const { structuredContent } =
        await clients[number % CLIENTS].callTool(params);
      check(
        structuredContent.text === 'done',
        JSON.stringify(structuredContent),
      );
      ends.answered += 1;
    } catch {
      countIn(ends, wasDead ? 'lost later' : 'lost in flight');
    }
  });
  await killing;
  const { cut, failedOver } = proxy.counts;
  check(ends['lost later'] === 0, byKey(ends));
  check(ends['lost in flight'] === cut, `${byKey(ends)}, cut ${cut}`);
  check(ends['lost in flight'] <= CLIENTS, byKey(ends));
  check(failedOver > 0, 'no call went to the dead replica');
  const faults = replicas.flatMap(replica => replica.faults);
  check(faults.length === 0, JSON.stringify(faults));
  return `tried ${CALLS}, answered ${ends.answered}, refused 0, lost ${ends['lost in flight']} in flight on the killed replica and ${ends['lost later']} later; the proxy cut ${cut} and tried ${failedOver} elsewhere`;
});

const post = (proxy, token, stream, id) =>
  send({
    port: proxy.port,
    path: stream.endpoint,
    headers: headersOf(token),
    body: call(id, 'tools_echo', { text: `${id}` }),
  });

await runCase('replicas, HTTP+SSE', async ({ opened, check }) => {
  const replicas = await startReplicas(opened);
  const token = replicas[0].tokenOf('one');

  const blind = await startProxyTo(replicas, opened);
  const stream = await openStream(blind.port, token);
  opened(stream.close);
  const blindly = [];
  for (const id of [1, 2]) {
    const { status, text } = await post(blind, token, stream, id);
    const { error } = status === 404 ? JSON.parse(text) : {};
    blindly.push(`${status} ${error?.message ?? text}`);
  }
  check(
    `${blindly.sort()}` ===
      '202 Accepted,404 Unknown session: open a new stream',
    `round robin: ${blindly}`,
  );

  const sticky = await startProxyTo(replicas, opened, { isSticky: true });
  const ends = {};
  for (let id = 0; id < STICKY_STREAMS; id += 1) {
    const own = await openStream(sticky.port, token);
    const answered = own.answer(id);
    const { status } = await post(sticky, token, own, id);
    const { result } = status === 202 ? await answered : {};
    const isRight = result?.structuredContent.text === `${id}`;
    countIn(ends, isRight ? 'answered' : `refused with ${status}`);
    own.close();
  }
  check(ends.answered === STICKY_STREAMS, `sticky: ${byKey(ends)}`);
  return `round robin: tried 2, ${blindly.join('; ')}; sticky: tried ${STICKY_STREAMS}, answered ${ends.answered}, refused 0, lost 0`;
});
