// The bodies of the fuzz test: almost valid messages, and noise.
import fc from 'fast-check';

export const RPC_METHODS = [
  'initialize',
  'ping',
  'server/discover',
  'tools/list',
  'tools/call',
  'resources/list',
  'prompts/get',
  'completion/complete',
  'logging/setLevel',
  'subscriptions/listen',
  'notifications/initialized',
  'notifications/cancelled',
  'toString',
  '__proto__',
];
export const VERSIONS = [
  '2026-07-28',
  '2025-11-25',
  '2025-06-18',
  '2025-03-26',
  '2024-11-05',
  '1999-01-01',
];
export const TOOLS = [
  'tools_echo',
  'tools_crash',
  'tools.echo',
  'nothing',
  '__proto__',
];
const POLLUTING = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty'];
const META = 'io.modelcontextprotocol';

const hugeText = fc
  .integer({ min: 1_000, max: 200_000 })
  .map(length => 'x'.repeat(length));
const nested = fc
  .tuple(fc.integer({ min: 50, max: 5_000 }), fc.constantFrom('[', '{"a":'))
  .map(
    ([depth, open]) =>
      `${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`,
  );

const oddValue = fc.oneof(
  { weight: 4, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: hugeText },
  {
    weight: 2,
    // A literal with __proto__ would set the prototype.
    arbitrary: fc
      .constantFrom(...POLLUTING)
      .map(key => JSON.parse(`{"${key}":{"polluted":true}}`)),
  },
  { weight: 1, arbitrary: fc.constantFrom(-0, 1e308, -1, 2 ** 53, '', null) },
);

/** Mostly a valid value, and seldom another one or none. */
function mostly(good, weight = 12) {
  return fc.oneof(
    { weight, arbitrary: good },
    { weight: 1, arbitrary: oddValue },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

export function seldom(arbitrary, weight = 15) {
  return fc.oneof(
    { weight, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary },
  );
}

const clientInfo = fc.record({
  name: mostly(fc.string()),
  version: mostly(fc.string()),
});
const meta = fc.record({
  [`${META}/protocolVersion`]: mostly(fc.constantFrom(...VERSIONS)),
  [`${META}/clientCapabilities`]: mostly(fc.constant({})),
  [`${META}/clientInfo`]: mostly(clientInfo),
  progressToken: mostly(fc.oneof(fc.string(), fc.integer())),
  traceparent: mostly(fc.string()),
  baggage: mostly(fc.string()),
});
const params = fc.record({
  name: mostly(fc.constantFrom(...TOOLS)),
  arguments: mostly(
    fc.record({
      text: mostly(fc.string()),
      more: mostly(fc.dictionary(fc.constantFrom(...POLLUTING, 'a'), oddValue)),
    }),
  ),
  protocolVersion: mostly(fc.constantFrom(...VERSIONS)),
  capabilities: mostly(fc.constant({})),
  clientInfo: mostly(clientInfo),
  cursor: seldom(oddValue),
  _meta: seldom(mostly(meta), 1),
});
/**
 * Only the parameters of each method, so that many requests are almost valid.
 */
const FIELDS = {
  initialize: ['protocolVersion', 'capabilities', 'clientInfo', '_meta'],
  'tools/call': ['name', 'arguments', '_meta'],
  'tools/list': ['cursor', '_meta'],
};
const message = fc
  .record({
    jsonrpc: mostly(fc.constant('2.0'), 40),
    id: mostly(fc.oneof(fc.integer(), fc.string()), 20),
    method: mostly(fc.constantFrom(...RPC_METHODS), 40),
    params: mostly(params, 20),
    isLean: seldom(fc.constant(false), 3),
  })
  .map(({ isLean = true, ...rest }) => {
    const { method, params: given } = rest;
    const fields = isLean && Object.hasOwn(FIELDS, method) && FIELDS[method];
    if (!fields || !given || typeof given !== 'object') {
      return rest;
    }
    const lean = fields.map(field => [field, given[field]]);
    return { ...rest, params: Object.fromEntries(lean) };
  });

const noise = fc.oneof(
  { weight: 2, arbitrary: fc.json() },
  {
    weight: 2,
    arbitrary: fc
      .uint8Array({ maxLength: 500 })
      .map(bytes => Buffer.from(bytes)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(message, fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([value, part]) => {
        const text = JSON.stringify(value);
        return text.slice(0, text.length * part);
      }),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(message, { maxLength: 20 })
      .map(messages => JSON.stringify(messages)),
  },
  { weight: 1, arbitrary: nested },
  { weight: 1, arbitrary: fc.constant('') },
);

/** What a client of some revision sends with its message. */
const meant = fc
  .record({ value: message, version: fc.constantFrom(...VERSIONS.slice(0, 4)) })
  .map(({ value, version }) => ({
    body: JSON.stringify(withVersion(value, version)),
    headers: {
      'mcp-protocol-version': version,
      ...(version === VERSIONS[0] && {
        'mcp-method': headerOf(value.method),
        'mcp-name': headerOf(value.params?.name),
      }),
    },
  }));

/** 2026-07-28 also requires the version in the message. */
function withVersion(value, version) {
  const { params: given = {} } = value;
  const { _meta = {} } = given ?? {};
  if (version !== VERSIONS[0] || typeof given !== 'object' || !_meta) {
    return value;
  }
  const required = {
    [`${META}/protocolVersion`]: version,
    [`${META}/clientCapabilities`]: {},
  };
  return { ...value, params: { ...given, _meta: { ...required, ..._meta } } };
}

function headerOf(value) {
  return typeof value === 'string' && /^[ -~]{1,200}$/.test(value)
    ? value
    : undefined;
}

/** A body, and the matching headers. */
export const sent = fc.oneof(
  { weight: 4, arbitrary: meant },
  { weight: 1, arbitrary: noise.map(body => ({ body, headers: {} })) },
);
