import { rpc, V1 } from '../.ci/harness/messages.mjs';
import { sseCall } from './sse.mjs';

const ACTION = 'get-thing-0';
const MODERN_META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

function legacy(method, params) {
  return target => target.send(V1, rpc(1, method, params));
}

function modern(method, params, headers = {}) {
  const body = rpc(1, method, { ...params, _meta: MODERN_META });
  const all = {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...headers,
  };
  return target => target.send(V1, body, { headers: all });
}

/** Each plugin has its own name for the tool. */
const paramsFor = ({ toolName }) => ({
  name: toolName,
  arguments: { name: 'bike' },
});

const call = target => legacy('tools/call', paramsFor(target))(target);

/**
 * Our plugin with the plugins and actions of the first shape, measured with
 * every other shape.
 */
export const FIRST_SHAPE = 'first shape';

/** Our plugin without the fast path, at the detailed shape. */
export const WITHOUT_DIRECT_ANSWERS = 'directAnswers: false';

/**
 * Our plugin with a user to whom the permission policy allows read-only tools.
 */
export const PERMISSIONS_ON = 'permissions: on';
/** The same user and backend, without permission checks. */
export const PERMISSIONS_OFF = 'permissions: off';
const PERMISSIONS = [PERMISSIONS_OFF, PERMISSIONS_ON];

/** The shape of an ordinary company, with more measurements. */
export const DETAILED_SHAPE = '10x20';

const callAsNewPrincipal = target => call(target.asNewPrincipal());

/** Calls of this many principals in turn. Each has called before. */
function callsOf(principals) {
  let turn = 0;
  return {
    name: `tools/call, principals: ${principals}`,
    group: 'principals',
    targets: ['ours', 'door'],
    shapes: [DETAILED_SHAPE],
    firstCount: principals,
    run(target) {
      turn += 1;
      return call(target.as(`${principals}-${turn % principals}`));
    },
    expect: /bike/,
  };
}

/** A call with an action that returns 5 kB per unit of its limit. */
function largeCall(limit) {
  return target =>
    legacy('tools/call', {
      name: target.toolName,
      arguments: { name: 'bike', limit },
    })(target);
}

/**
 * The operations and their targets. Operations of a group are interleaved, so
 * that they can be compared: with the same operation of the other plugins, or
 * their closest one, and with the `base` of our own.
 */
export const OPERATIONS = [
  {
    name: 'tools/call',
    group: 'tools/call',
    targets: ['ours', 'published', 'door', FIRST_SHAPE, WITHOUT_DIRECT_ANSWERS],
    breaksIn: true,
    run: call,
    expect: /bike/,
  },
  {
    name: 'tools/call, 2026-07-28',
    group: 'tools/call',
    targets: ['ours'],
    run: target =>
      modern('tools/call', paramsFor(target), { 'mcp-name': target.toolName })(
        target,
      ),
    expect: /bike/,
  },
  {
    name: 'tools/call, HTTP+SSE',
    group: 'tools/call',
    targets: ['ours'],
    run: sseCall(paramsFor),
    expect: /bike/,
  },
  {
    name: 'tools/call, new principal',
    group: 'new principal',
    targets: ['ours', 'published', 'door'],
    run: callAsNewPrincipal,
    expect: /bike/,
  },
  {
    name: 'tools/call, new principal, one by one',
    group: 'new principal',
    targets: ['ours', 'published', 'door'],
    shapes: [DETAILED_SHAPE],
    connections: 1,
    run: callAsNewPrincipal,
    expect: /bike/,
  },
  {
    name: 'tools/call, 150 kB',
    group: 'tools/call, 150 kB',
    targets: ['ours', 'published', 'door'],
    shapes: [DETAILED_SHAPE],
    run: largeCall(30),
    expect: /bike/,
  },
  {
    // Our plugin sends 200 kB of it.
    name: 'tools/call, 500 kB, cut',
    group: 'tools/call, 500 kB',
    targets: ['ours', 'published', 'door'],
    shapes: [DETAILED_SHAPE],
    run: largeCall(100),
    expect: /bike/,
  },
  callsOf(1),
  { ...callsOf(200), base: 'tools/call, principals: 1' },
  { ...callsOf(1_000), base: 'tools/call, principals: 1' },
  {
    name: 'tools/list',
    group: 'tools/list',
    targets: ['ours', 'published', 'door'],
    breaksIn: true,
    run: legacy('tools/list'),
    expect: /Get get-thing-0/,
  },
  {
    name: 'tools/list, /readonly',
    group: 'tools/list',
    targets: ['ours'],
    base: 'tools/list',
    run: target => target.send(`${V1}/readonly`, rpc(1, 'tools/list')),
    expect: /Get get-thing-0/,
  },
  {
    // Like `fetch` requests it. The published plugin's event stream is not
    // compressed.
    name: 'tools/list, gzip',
    group: 'tools/list',
    targets: ['ours'],
    run: target =>
      target.send(V1, rpc(1, 'tools/list'), {
        headers: { 'accept-encoding': 'gzip' },
      }),
    expect: /Get get-thing-0/,
  },
  {
    name: 'tools/call of a user',
    group: 'permissions',
    targets: PERMISSIONS,
    shapes: [DETAILED_SHAPE],
    run: call,
    expect: /bike/,
  },
  {
    name: 'tools/list of a user',
    group: 'permissions',
    targets: PERMISSIONS,
    shapes: [DETAILED_SHAPE],
    run: legacy('tools/list'),
    expect: /Get get-thing-0/,
  },
  {
    name: 'initialize',
    group: 'initialize',
    targets: ['ours', 'published'],
    run: legacy('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'bench', version: '1' },
    }),
    expect: /serverInfo/,
  },
  {
    name: 'server/discover',
    group: 'initialize',
    targets: ['ours'],
    run: modern('server/discover', {}),
    expect: /supportedVersions/,
  },
  {
    name: 'direct invoke',
    group: 'direct invoke',
    targets: ['ours'],
    run: target =>
      target.send(
        `/api/source-0/.backstage/actions/v1/actions/source-0:${ACTION}/invoke`,
        { name: 'bike' },
      ),
    expect: /bike/,
  },
];
