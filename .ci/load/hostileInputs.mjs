import { V1 } from '../harness/messages.mjs';

/** Below what Node takes of a request's head, 16 kB. */
const HEAD = 12_000;
/** Just below the default of `mcpActions.limits.bodySize`, 1 MB. */
const BODY = 1_000_000;

const fill = (unit, size) => unit.repeat(Math.floor(size / unit.length));

/** Sent without a token. */
export const PATHS = {
  'slashes, then a letter': `${V1}${fill('/', HEAD)}x`,
  'slashes in the name of a stream': `${V1}/sse${fill('/', HEAD)}x`,
  'a long name': `${V1}/${fill('a', HEAD)}`,
  'dots and slashes': `${V1}/${fill('./', HEAD)}`,
  escapes: `${V1}/${fill('%2f', HEAD)}`,
  'broken escapes': `${V1}/${fill('%', HEAD)}`,
  'well-known names': `${V1}/${fill('.well-known/', HEAD)}`,
  'many parameters': `${V1}/info?${fill('whyNot=x&', HEAD)}`,
  'nested parameters': `${V1}/sse/messages?sessionId${fill('[a]', HEAD)}=x`,
  'a document of many segments': `/.well-known/oauth-protected-resource${fill('/a', HEAD)}`,
};

/** Sent without a token. */
export const HEADERS = {
  'an origin of dots': { origin: `https://${fill('a.', 3_000)}x` },
  'an origin of one label': { origin: `https://${fill('a', HEAD)}` },
  'an origin of stars': { origin: `https://${fill('*', HEAD)}` },
  'an origin just short enough': { origin: `https://${fill('a.', 290)}x` },
  'names of tools': { 'x-mcp-tools': fill('a,', HEAD) },
  'an accept of many types': { accept: fill('a/b;q=0.1,', HEAD) },
  'a content type of parameters': {
    'content-type': `application/json;${fill(' a=b;', HEAD)}`,
  },
  'an encoded name': { 'mcp-name': `=?base64?${fill('a', HEAD)}` },
  baggage: { baggage: fill('a=b,', HEAD) },
};

const base64 = text => Buffer.from(text).toString('base64url');
const HEADER = base64('{"alg":"ES256","kid":"x"}');

export const TOKENS = {
  dots: fill('.', HEAD),
  'a long opaque one': fill('a', HEAD),
  'a JWT that holds no JSON': `${HEADER}.${base64('no JSON')}.x`,
  'a JWT with a long claim': `${HEADER}.${base64(JSON.stringify({ sub: fill('a', 8_000) }))}.x`,
  spaces: fill(' ', HEAD),
};

const LATEST = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};
const object = size =>
  `{${Array.from({ length: size / 10 }, (_, i) => `"${`${i}`.padStart(6, 'k')}":1`).join(',')}}`;
const wrapped = (size, open, close, seed = '1') => {
  const depth = Math.floor(size / (open.length + close.length));
  return `${open.repeat(depth)}${seed}${close.repeat(depth)}`;
};
const callWith = args =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"tools_echo","arguments":${args}}}`;
const initializeWith = capabilities =>
  `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","clientInfo":{"name":"x","version":"1"},"capabilities":${capabilities}}}`;

/** JSON values of about that size, each slow for somebody. */
const VALUES = {
  'many keys': object,
  'many numbers': size => `{"more":{"x":[${fill('1,', size)}1]}}`,
  'many empty objects': size => `{"more":{"x":[${fill('{},', size)}{}]}}`,
  'many lists of one': size => `{"more":{"x":[${fill('[1],', size)}[1]]}}`,
  'deep lists': size => `{"more":{"x":${wrapped(size, '[', ']')}}}`,
  'deep objects': size => `{"more":${wrapped(size, '{"a":', '}')}}`,
  'one long text': size => `{"text":"${fill('a', size)}"}`,
  'one text of escapes': size => `{"text":"${fill('\\u0000', size)}"}`,
  'one long key': size => `{"${fill('a', size)}":1}`,
};

const cut = 10_000;
const perValue = (prefix, toBody, headers) =>
  Object.fromEntries(
    Object.entries(VALUES).map(([name, valueOf]) => [
      `${name}, ${prefix}`,
      { text: toBody(valueOf(BODY - cut)), headers },
    ]),
  );

const JSON_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

/** Sent with a token. */
export const BODIES = {
  ...perValue('in a call', callWith, JSON_HEADERS),
  ...perValue('by the SDK', callWith, {
    ...JSON_HEADERS,
    accept: 'application/json;q=0.9, text/event-stream',
    'mcp-protocol-version': '2024-11-05',
  }),
  ...perValue(
    'in a call of 2026-07-28',
    args =>
      JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'tools_echo', arguments: 0, _meta: LATEST },
      }).replace('"arguments":0', () => `"arguments":${args}`),
    {
      ...JSON_HEADERS,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'tools_echo',
    },
  ),
  ...perValue('in initialize', initializeWith, JSON_HEADERS),
  'a batch of pings': {
    text: `[${fill('{"jsonrpc":"2.0","id":1,"method":"ping"},', BODY - cut)}{"jsonrpc":"2.0","id":2,"method":"ping"}]`,
    headers: JSON_HEADERS,
  },
  'a batch of nothing': {
    text: `[${fill('{},', BODY - cut)}{}]`,
    headers: JSON_HEADERS,
  },
};
