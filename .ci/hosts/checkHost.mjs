import { call, headersOf, messageOf, V1 } from '../harness/messages.mjs';
import { openStream } from '../harness/openStream.mjs';
import { send } from '../harness/send.mjs';
import { bearer, MODES, openClient } from './connect.mjs';
import { serveDocument, signIn, WAYS } from './signIn.mjs';
import { startHost } from './startHost.mjs';

/**
 * This release ignores a token's restrictions when a plugin calls another one.
 */
const WITHOUT_RESTRICTIONS = '1.52';
/**
 * Expected warnings: about clients of HTTP+SSE, and about an action of the
 * catalog.
 */
const TRUE_WARNINGS = /deprecated HTTP\+SSE transport|Claude Code cuts it at/;
/** Releases with the path that says whether a plugin has actions. */
const SAYS_WHO_HAS_ACTIONS = ['1.57'];
const SIGN_IN_MODES = [MODES[0], MODES[2]];

/** Checks everything that must hold on one host. Returns its figures. */
export async function checkHost({ release, host, opened, check }) {
  const ways = WAYS[release];
  const auth = Object.assign({}, ...ways.map(way => way.auth));
  const start = performance.now();
  const backend = await startHost(host.folder, auth);
  opened(backend.kill);
  const startSeconds = (performance.now() - start) / 1000;

  await userIsKnown(backend);
  for (const mode of MODES) {
    await checkMode(backend, mode, check);
  }
  const complaints = backend.log
    .lines(/^\S+ mcp-actions (warn|error) /)
    .filter(line => !TRUE_WARNINGS.test(line));
  check(complaints.length === 0, complaints.join('\n'));
  await checkInfo(backend, release, check);
  const restricted = await checkRestrictions(backend, release, check);
  const document = await serveDocument();
  opened(document.close);
  for (const way of ways) {
    for (const mode of SIGN_IN_MODES) {
      await checkSignIn(backend, { way, mode, document }, check);
    }
  }
  const telemetry = await checkTelemetry(backend, check);
  const stopSeconds = await checkStop(backend, check);
  return [
    `installed in ${host.seconds.toFixed()} s`,
    `started in ${startSeconds.toFixed(1)} s`,
    `${MODES.length} clients`,
    `restricted tokens ${restricted}`,
    `signed in by ${ways.map(({ name }) => name).join(' and ')}`,
    telemetry,
    `stopped in ${stopSeconds.toFixed(1)} s`,
  ].join(', ');
}

/** The catalog reads its locations only after the backend has started. */
async function userIsKnown({ rootUrl, tokens }) {
  const url = `${rootUrl}/api/catalog/entities/by-name/user/default/guest`;
  for (let tries = 0; tries < 120; tries += 1) {
    const response = await fetch(url, { headers: headersOf(tokens.full) });
    await response.body?.cancel();
    if (response.ok) {
      return;
    }
    await new Promise(done => setTimeout(done, 250));
  }
  throw new Error('The catalog does not know the guest');
}

async function checkMode({ url, tokens }, mode, check) {
  const what = `${mode.era} with SDK ${mode.sdk}`;
  const { client, transport, version } = openClient(
    url,
    mode,
    bearer(tokens.full),
  );
  await client.connect(transport);
  const { era, agreed = era } = mode;
  check(version() === agreed, `${what}: agreed on ${version()}`);
  const { tools } = await client.listTools();
  const names = tools.map(({ name }) => name);
  for (const name of ['auth_who_am_i', GREET, GET_ENTITY]) {
    check(names.includes(name), `${what}: no ${name} in ${names}`);
  }
  const greeted = await client.callTool({
    name: GREET,
    arguments: { name: 'Ann' },
  });
  check(/Hello Ann!/.test(textOf(greeted)), `${what}: ${textOf(greeted)}`);
  const found = await client.callTool({ name: GET_ENTITY, arguments: GUEST });
  check(/"kind":\s*"User"/.test(textOf(found)), `${what}: ${textOf(found)}`);
  await client.close();
}

const GREET = 'greeter_greet';
const GET_ENTITY = 'catalog_get_catalog_entity';
const GUEST = { kind: 'User', name: 'guest' };

function textOf({ content }) {
  return content.map(({ text }) => text).join('\n');
}

async function checkInfo({ url, tokens }, release, check) {
  const response = await fetch(`${url}/info`, {
    headers: headersOf(tokens.full),
  });
  const { sources, missingSources } = await response.json();
  const silent = sources.filter(({ actions }) => actions === 0);
  check(silent.length === 0, `no actions: ${JSON.stringify(silent)}`);
  const missing = SAYS_WHO_HAS_ACTIONS.includes(release) ? ['forgotten'] : [];
  check(`${missingSources}` === `${missing}`, `missing: ${missingSources}`);
}

async function checkRestrictions(backend, release, check) {
  const { pluginOnly, withCatalog } = backend.tokens;
  const ask = (token, body) =>
    send({
      port: new URL(backend.url).port,
      path: V1,
      headers: headersOf(token),
      body,
    });
  const list = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
  if (release === WITHOUT_RESTRICTIONS) {
    for (const token of [pluginOnly, withCatalog]) {
      const { status, text } = await ask(token, list);
      check(status === 403 && /Upgrade to Backstage/.test(text), text);
    }
    return 'refused';
  }
  const nothing = await ask(pluginOnly, list);
  check(/any of the plugins .*catalog/.test(nothing.text), nothing.text);
  const { tools } = messageOf(await ask(withCatalog, list)).result;
  const foreign = tools.filter(({ name }) => !name.startsWith('catalog_'));
  check(tools.length > 0 && foreign.length === 0, JSON.stringify(foreign));
  const found = await ask(withCatalog, call(2, GET_ENTITY, GUEST));
  check(/User/.test(found.text) && !/isError/.test(found.text), found.text);
  const refused = messageOf(await ask(withCatalog, call(3, GREET)));
  check(!refused.result, JSON.stringify(refused));
  return 'held';
}

async function checkSignIn(backend, { way, mode, document }, check) {
  const client = await signIn(backend, mode, way.client?.(document));
  const result = await client.callTool({
    name: 'auth_who_am_i',
    arguments: {},
  });
  check(
    /user:default\/guest/.test(textOf(result)),
    `${way.name}, SDK ${mode.sdk}: ${textOf(result)}`,
  );
  await client.close();
}

async function checkTelemetry(backend, check) {
  const { metrics, spans } = await backend.telemetry();
  for (const name of [
    'mcp.server.operation.duration',
    'mcp.server.session.duration',
  ]) {
    check(metrics.includes(name), `no metric ${name} in ${metrics}`);
  }
  const calls = spans.filter(name => name === 'tools/call').length;
  check(calls >= 2 * MODES.length, `${calls} spans of calls`);
  const audited = backend.log.lines(/mcp-actions\.tool-execution/).length;
  check(audited >= 2 * MODES.length, `${audited} audit events of calls`);
  return `${metrics.length} metrics, ${spans.length} spans, ${audited} audit events`;
}

/** Stops with an open stream, which has to end as well. */
async function checkStop(backend, check) {
  const stream = await openStream(
    new URL(backend.url).port,
    backend.tokens.full,
  );
  const start = performance.now();
  const code = await backend.stop();
  stream.close();
  check(code === 0, `ended with ${code}:\n${backend.log.text().slice(-2_000)}`);
  const errors = backend.log.lines(/^\S+ mcp-actions error /);
  check(errors.length === 0, errors.join('\n'));
  return (performance.now() - start) / 1000;
}
