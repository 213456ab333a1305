import { sseCall } from './sse.mjs';

const MCP = '/api/mcp-actions/v1';
const ACTION = 'get-thing-0';
const MODERN_META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

function rpc(method, params) {
  return { jsonrpc: '2.0', id: 1, method, params };
}

function legacy(method, params) {
  return target => target.send(MCP, rpc(method, params));
}

function modern(method, params, headers = {}) {
  return target =>
    target.send(MCP, rpc(method, { ...params, _meta: MODERN_META }), {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...headers,
    });
}

const call = { name: `source-0.${ACTION}`, arguments: { name: 'bike' } };

/** Ours with the plugins and actions of the first shape, beside each other shape. */
export const FIRST_SHAPE = 'first shape';

/** How many there are tokens for in each turn, of which the backend tries one after the other. */
export const NEW_PRINCIPALS = 60;

/**
 * What is measured, on which targets. Operations of a group are interleaved, so
 * that they can be compared.
 */
export const OPERATIONS = [
  {
    name: 'tools/call',
    group: 'tools/call',
    targets: ['ours', 'published', 'door', FIRST_SHAPE],
    breaksIn: true,
    run: legacy('tools/call', call),
    expect: /bike/,
  },
  {
    name: 'tools/call, 2026-07-28',
    group: 'tools/call',
    targets: ['ours'],
    run: modern('tools/call', call, { 'mcp-name': call.name }),
    expect: /bike/,
  },
  {
    name: 'tools/call, HTTP+SSE',
    group: 'tools/call',
    targets: ['ours'],
    run: sseCall(call),
    expect: /bike/,
  },
  {
    name: 'tools/call, new principal',
    group: 'new principal',
    targets: ['ours', 'published', 'door'],
    maxCount: NEW_PRINCIPALS,
    run: target => legacy('tools/call', call)(target.asNewPrincipal()),
    expect: /bike/,
  },
  {
    name: 'tools/list',
    group: 'tools/list',
    targets: ['ours', 'published', 'door'],
    breaksIn: true,
    run: legacy('tools/list'),
    expect: /Get get-thing-0/,
  },
  {
    // As `fetch` asks for; the published plugin's event stream is not compressed.
    name: 'tools/list, gzip',
    group: 'tools/list',
    targets: ['ours'],
    run: target =>
      target.send(MCP, rpc('tools/list'), { 'accept-encoding': 'gzip' }),
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
