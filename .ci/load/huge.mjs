// A plugin that lists 100 MB of actions, and a tool that answers 20 MB: both are
// borne, others go on, and the memory comes back.
import { createServer } from 'node:http';
import { createSender } from '../harness/createSender.mjs';
import { listen } from '../harness/listen.mjs';
import { call, list, messageOf, V1 } from '../harness/messages.mjs';
import { mb, runCase } from '../harness/report.mjs';
import { checkCalm } from './checkCalm.mjs';
import { startToolsBackend } from './startToolsBackend.mjs';

const LIST_ACTIONS = 2_000;
const ACTION_BYTES = 50_000;
const CALLS = 8;
const RESULT_BYTES = 20_000_000;
const RESULTS = 5;
/** The list is there before, too. */
const MAX_KEPT_MB = 60;
/** By the plugin at start, by the caller, and by the caller once more if theirs met. */
const MAX_FETCHES = 3;
const MAX_KEPT_AFTER_RESULTS_MB = 30;

/** A source beside the backend; counts how often it was asked. */
async function startHugeSource() {
  const actions = Array.from({ length: LIST_ACTIONS }, (_, i) => ({
    id: `huge:thing-${i}`,
    pluginId: 'huge',
    name: `thing-${i}`,
    title: `Thing ${i}`,
    description: 'x'.repeat(ACTION_BYTES),
    schema: { input: { type: 'object' }, output: { type: 'object' } },
    attributes: { readOnly: true, destructive: false, idempotent: true },
  }));
  const body = JSON.stringify({ actions });
  let asked = 0;
  const server = createServer((_req, res) => {
    asked += 1;
    res.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  return {
    ...(await listen(server)),
    megabytes: body.length / 1e6,
    asked: () => asked,
  };
}

const mcpActions = { cache: { ttl: '1h' }, limits: { callsPerMinute: 0 } };

await runCase('a list of 100 MB', async ({ opened, check }) => {
  const source = await startHugeSource();
  opened(source.close);
  const target = `http://localhost:${source.port}/api/{{pluginId}}`;
  const backend = await startToolsBackend({
    config: {
      mcpActions,
      backend: { actions: { pluginSources: ['tools', 'huge'] } },
      discovery: { endpoints: [{ target, plugins: ['huge'] }] },
    },
  });
  opened(backend.kill);
  const { send, close } = createSender(backend.port, backend.tokenOf('one'));
  opened(close);
  await send(V1, call(0, 'tools_echo', { text: 'first' }));
  const before = await backend.state();
  let answered = 0;
  const times = [];
  for (let id = 0; id < CALLS; id += 1) {
    const start = performance.now();
    const answer = await send(V1, call(id, 'tools_echo', { text: `${id}` }));
    times.push(performance.now() - start);
    const { result } = messageOf(answer);
    answered += result?.structuredContent.text === `${id}` ? 1 : 0;
  }
  const headers = { 'x-mcp-toolsets': 'tools' };
  const listed = messageOf(await send(V1, list(1), { headers })).result.tools;
  close();
  const { after, figures } = await checkCalm(check, {
    backend,
    before,
    maxKeptMb: MAX_KEPT_MB,
  });
  check(answered === CALLS, `answered ${answered}`);
  check(listed.length === 4, `listed ${listed.length} of 4`);
  check(
    source.asked() <= MAX_FETCHES,
    `the source was asked ${source.asked()} times`,
  );
  return `tried ${CALLS}, answered ${answered}, lost ${CALLS - answered}; ${mb(source.megabytes)} fetched ${source.asked()} times, first call ${times[0].toFixed(0)} ms, last ${times.at(-1).toFixed(0)} ms; ${figures}, resident ${mb(after.rssMb)}`;
});

await runCase('a result of 20 MB', async ({ opened, check }) => {
  const config = { mcpActions: { ...mcpActions, output: { maxSize: 0 } } };
  const backend = await startToolsBackend({ config });
  opened(backend.kill);
  const { send, close } = createSender(backend.port, backend.tokenOf('one'));
  opened(close);
  const before = await backend.state();
  let answered = 0;
  for (let id = 0; id < RESULTS; id += 1) {
    const args = { length: RESULT_BYTES };
    const { result } = messageOf(
      await send(V1, call(id, 'tools_recite', args)),
    );
    answered += result?.structuredContent.text.length === RESULT_BYTES ? 1 : 0;
  }
  const greeting = await send(V1, call(1, 'tools_echo', { text: 'hi' }));
  close();
  const { after, figures } = await checkCalm(check, {
    backend,
    before,
    maxKeptMb: MAX_KEPT_AFTER_RESULTS_MB,
  });
  check(answered === RESULTS, `answered ${answered}`);
  check(messageOf(greeting).result, greeting.text);
  return `tried ${RESULTS}, answered ${answered}, lost ${RESULTS - answered}; ${figures}, resident ${mb(after.rssMb)}`;
});
