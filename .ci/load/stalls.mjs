// How long a single hostile request delays everybody else: the longest block of
// the event loop. Takes the minimum of several tries, since machines stutter.
import { createSender } from '../harness/createSender.mjs';
import { call, list, messageOf, V1 } from '../harness/messages.mjs';
import { runCase } from '../harness/report.mjs';
import { send } from '../harness/send.mjs';
import { checkCalm } from './checkCalm.mjs';
import { BODIES, HEADERS, PATHS, TOKENS } from './hostileInputs.mjs';
import { hostileSources } from './hostileSources.mjs';
import { startToolsBackend } from './startToolsBackend.mjs';

const TRIES = 5;
const MAX_STAND_MS = 50;
const MAX_KEPT_MB = 30;
/** Includes parsing and checking the lists of all plugins. */
const MAX_LIST_STAND_MS = 300;

/** The kinds of input, with how a request carries each. */
const KINDS = {
  paths: [PATHS, path => ({ path, method: 'GET' })],
  headers: [HEADERS, headers => ({ path: V1, headers, body: call(1, 'x') })],
  tokens: [
    TOKENS,
    token => ({ path: V1, headers: { authorization: `Bearer ${token}` } }),
  ],
  bodies: [
    BODIES,
    ({ text, headers }, authorized) => ({
      path: V1,
      headers: { ...authorized, ...headers },
      body: text,
    }),
  ],
};

/** How long the input blocked the loop, without the machine's own delay. */
async function standOf(backend, request) {
  let shortest = Infinity;
  for (let i = 0; i < TRIES; i += 1) {
    await backend.stand();
    // The server may refuse it before it has read it all.
    const sent = { port: backend.port, ...request };
    await send(sent).catch(error => {
      if (!['EPIPE', 'ECONNRESET'].includes(error.code)) {
        throw error;
      }
    });
    shortest = Math.min(shortest, await backend.stand());
  }
  return shortest;
}

await runCase('hostile requests', async ({ opened, check }) => {
  const backend = await startToolsBackend({
    config: {
      mcpActions: {
        allowedOrigins: ['https://*.*.*.example.com', 'chrome-extension://*'],
        limits: { callsPerMinute: 0 },
      },
    },
  });
  opened(backend.kill);
  const { send: sendAs, close } = createSender(
    backend.port,
    backend.tokenOf('one'),
  );
  opened(close);
  for (let id = 0; id < 20; id += 1) {
    await sendAs(V1, call(id, 'tools_echo'));
  }
  const before = await backend.state();
  const authorized = { authorization: `Bearer ${backend.tokenOf('one')}` };
  const figures = [];
  for (const [kind, [inputs, toRequest]] of Object.entries(KINDS)) {
    const stands = [];
    for (const [name, input] of Object.entries(inputs)) {
      const ms = await standOf(backend, toRequest(input, authorized));
      stands.push([ms, name]);
      check(ms <= MAX_STAND_MS, `${kind}, ${name}: ${ms.toFixed(0)} ms`);
    }
    const [ms, name] = stands.sort(([a], [b]) => b - a)[0];
    figures.push(`${kind} ${ms.toFixed(1)} ms (${name}, of ${stands.length})`);
  }
  const greeting = await sendAs(V1, call(1, 'tools_echo', { text: 'hi' }));
  check(messageOf(greeting).result, greeting.text);
  close();
  const calm = await checkCalm(check, {
    backend,
    before,
    maxKeptMb: MAX_KEPT_MB,
  });
  return `the event loop was blocked at most: ${figures.join(', ')}; ${calm.figures}`;
});

await runCase('hostile schemas', async ({ opened, check }) => {
  const { plugins, target, close: closeSources } = await hostileSources();
  opened(closeSources);
  const backend = await startToolsBackend({
    config: {
      mcpActions: { cache: { ttl: 0 } },
      backend: { actions: { pluginSources: ['tools', ...plugins] } },
      discovery: { endpoints: [{ target, plugins }] },
    },
  });
  opened(backend.kill);
  const { send: sendAs, close } = createSender(
    backend.port,
    backend.tokenOf('one'),
  );
  opened(close);
  const stands = [];
  for (let i = 0; i < TRIES; i += 1) {
    await backend.stand();
    const { tools } = messageOf(await sendAs(V1, list(1))).result;
    const names = tools.map(({ name }) => name);
    check(names.includes('tools_echo'), `lists ${names.join(', ')}`);
    stands.push(await backend.stand());
  }
  const [first] = stands;
  const least = Math.min(...stands);
  check(least <= MAX_LIST_STAND_MS, `blocked ${least.toFixed(0)} ms`);
  const { faults } = backend;
  check(faults.length === 0, JSON.stringify(faults.slice(0, 5)));
  return `${plugins.length} plugins; the event loop was blocked ${first.toFixed(1)} ms for the first list, ${least.toFixed(1)} ms at least; uncaught ${faults.length}`;
});
