import { randomUUID } from 'node:crypto';
import { headersOf, messageOf, V1 } from '../harness/messages.mjs';
import { send } from '../harness/send.mjs';
import { checkMistakes } from '../mistakes/checkMistakes.mjs';
import {
  checkRightCalls,
  untilAnswered,
} from '../mistakes/checkRightCalls.mjs';
import { createStockConfig } from '../mistakes/stockConfig.mjs';
import { startTemplate } from './startTemplate.mjs';

/** What backend.actions.pluginSources of the template has. */
const OWN_SOURCES = ['auth', 'catalog', 'scaffolder'];
/** The description of catalog:query-catalog-entities has more than 4,096 characters. */
const TRUE_WARNINGS =
  /The description of catalog:query-catalog-entities has \d+ characters: Claude Code cuts it/;

/** One of the template's example entities. */
const EXAMPLE_READ = [
  'catalog_get_catalog_entity',
  { kind: 'Component', name: 'example-website' },
  /example-grpc-api/,
];
/** What the mistakes are made with. */
const TEMPLATE_READ = [
  'catalog_get_catalog_entity',
  { kind: 'Template', name: 'service' },
  /debug:log/,
];
const SHOP_INDEXED = ['search_query', { term: 'shop' }, /component\/shop/];

/**
 * The app template's backend: first as it is, then with all its plugins as
 * sources, each tool called rightly and wrongly. Gives the figures.
 */
export async function checkTemplate({ host, opened, check }) {
  const asItIs = await checkAsItIs({ host, opened, check });
  const { tools, mistakes } = await checkAllTools({ host, opened, check });
  return [
    `Node ${host.nodeVersion}`,
    `installed in ${host.seconds.toFixed()} s`,
    `started in ${asItIs.startSeconds.toFixed(1)} s`,
    `${asItIs.tools.length} tools as it is, ${tools.length} with all sources`,
    `each called rightly, and ${mistakes} mistakes`,
    `warnings of ${asItIs.warners.join(', ')}`,
    `stopped in ${asItIs.stopSeconds.toFixed(1)} s`,
  ].join(', ');
}

async function checkAsItIs({ host, opened, check }) {
  const start = performance.now();
  const token = randomUUID();
  const backend = await startTemplate(host, { entry: 'index.mjs', token });
  opened(backend.kill);
  const startSeconds = (performance.now() - start) / 1000;
  const tokens = { service: token };
  await untilAnswered({ port: backend.port, tokens }, EXAMPLE_READ);
  const tools = await listTools(backend.port, token);
  const foreign = tools.filter(
    name => !OWN_SOURCES.some(source => name.startsWith(`${source}_`)),
  );
  check(foreign.length === 0, `not of the template's sources: ${foreign}`);
  checkLog(backend.log, check);
  const stopSeconds = await checkStop(backend, check);
  return {
    tools,
    startSeconds,
    stopSeconds,
    warners: warnersIn(backend.log),
  };
}

async function checkAllTools({ host, opened, check }) {
  const token = randomUUID();
  const backend = await startTemplate(host, {
    entry: 'mistakes.mjs',
    token,
    config: await createStockConfig(host.folder),
  });
  opened(backend.kill);
  const { port } = backend;
  const tokens = { service: token, user: await signInGuest(port) };
  for (const row of [TEMPLATE_READ, SHOP_INDEXED]) {
    await untilAnswered({ port, tokens }, row);
  }
  const called = await checkRightCalls({ port, tokens }, check);
  const tools = await listTools(port, token);
  check(`${tools}` === `${called.sort()}`, `listed: ${tools}`);
  const mistakes = await checkMistakes({ port, tokens }, tools, check);
  checkLog(backend.log, check);
  await checkStop(backend, check);
  return { tools, mistakes };
}

async function listTools(port, token) {
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
  const answer = await send({
    port,
    path: V1,
    headers: headersOf(token),
    body,
  });
  return messageOf(answer)
    .result.tools.map(({ name }) => name)
    .sort();
}

async function signInGuest(port) {
  const url = `http://localhost:${port}/api/auth/guest/refresh`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'x-requested-with': 'XMLHttpRequest' },
  });
  const { backstageIdentity } = await response.json();
  return backstageIdentity.token;
}

/** Those of this plugin, and Node's own of the whole process. */
function checkLog(log, check) {
  const complaints = log
    .lines(/^\S+ mcp-actions (warn|error) |^\(node:\d+\) /)
    .filter(line => !TRUE_WARNINGS.test(line));
  check(complaints.length === 0, complaints.join('\n'));
}

/** The other plugins that warned. What they warn of is theirs to say. */
function warnersIn(log) {
  const warnings = log.lines(/^\S+ (?!mcp-actions )\S+ (warn|error) /);
  return [...new Set(warnings.map(line => line.split(' ')[1]))].sort();
}

async function checkStop(backend, check) {
  const start = performance.now();
  const code = await backend.stop();
  check(code === 0, `ended with ${code}:\n${backend.log.text().slice(-2_000)}`);
  return (performance.now() - start) / 1000;
}
