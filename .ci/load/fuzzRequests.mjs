// The requests of the fuzz test: paths, methods and headers around the bodies.
import { METHODS } from 'node:http';
import fc from 'fast-check';
import { headersOf, V1 } from '../harness/messages.mjs';
import { RPC_METHODS, seldom, sent, TOOLS, VERSIONS } from './fuzzMessages.mjs';

/** Header values that Node can send: no control characters. */
const headerText = fc.string({
  unit: fc
    .integer({ min: 32, max: 255 })
    .filter(code => code !== 127)
    .map(code => String.fromCharCode(code)),
  maxLength: 40,
});
const odd = good => fc.oneof(fc.constantFrom(...good), headerText);

/** Beside the usual ones, and seldom in their place. */
const oddHeaders = fc.record({
  'mcp-session-id': seldom(odd(['1'])),
  origin: seldom(
    odd(['http://localhost:3000', 'https://evil.example', 'null']),
  ),
  'x-mcp-tools': seldom(odd(['tools_echo', 'nothing'])),
  'x-mcp-toolsets': seldom(odd(['tools', 'nothing'])),
  'x-mcp-exclude-tools': seldom(odd(['tools_echo'])),
  'x-mcp-readonly': seldom(odd(['true', 'false'])),
  'content-encoding': seldom(odd(['gzip', 'identity', 'br']), 40),
  traceparent: seldom(odd([`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`])),
  'last-event-id': seldom(odd(['1'])),
  authorization: seldom(odd(['Bearer', 'Basic YTpi']), 40),
  'content-type': seldom(
    odd(['text/plain', 'application/json; charset=x']),
    40,
  ),
  accept: seldom(odd(['application/json', '*/*']), 20),
  'mcp-protocol-version': seldom(odd(VERSIONS), 10),
  'mcp-method': seldom(odd(RPC_METHODS), 20),
  'mcp-name': seldom(odd(TOOLS), 20),
});

const SEGMENTS = [
  'sse',
  'sse/messages?sessionId=made-up',
  'sse/messages?sessionId[]=1&sessionId[a]=2',
  'info',
  'info?whyNot=tools_echo',
  'info?whyNot[a]=1',
  'readonly',
  'limited',
  'limited/sse',
  '.well-known/oauth-protected-resource',
  '..',
  '%',
  '%2e%2e%2f',
  '%00',
];
const WELL_KNOWN = [
  'oauth-protected-resource',
  'oauth-authorization-server',
  'openid-configuration',
];
const path = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(V1, `${V1}/`, `${V1}/limited`) },
  {
    weight: 4,
    arbitrary: fc
      .array(fc.constantFrom(...SEGMENTS), { minLength: 1, maxLength: 3 })
      .map(segments => [V1, ...segments].join('/')),
  },
  { weight: 1, arbitrary: fc.webPath().map(rest => `${V1}${rest}`) },
  { weight: 1, arbitrary: fc.webPath().map(rest => `/api/mcp-actions${rest}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...WELL_KNOWN),
        fc.oneof(
          fc.constantFrom(
            '',
            V1,
            '/api/auth',
            `${V1}/limited`,
            '/%',
            `${V1}/%`,
          ),
          fc.webPath(),
        ),
      )
      .map(([name, rest]) => `/.well-known/${name}${rest}`),
  },
);

/** CONNECT asks for a tunnel, and gets no answer from Node. */
const method = fc.oneof(
  { weight: 20, arbitrary: fc.constant('POST') },
  { weight: 2, arbitrary: fc.constant('GET') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...METHODS.filter(name => name !== 'CONNECT')),
  },
);

/** Requests as `{ method, path, headers, body }`; some are of the open stream. */
export function requests({ token, endpoint }) {
  const usual = headersOf(token);
  return fc
    .record({
      method,
      path: fc.oneof(
        { weight: 8, arbitrary: path },
        { weight: 1, arbitrary: fc.constant(endpoint) },
      ),
      oddHeaders,
      sent,
    })
    .map(({ sent: { body, headers }, oddHeaders: others, ...rest }) => ({
      ...rest,
      body,
      headers: { ...usual, ...definedOf(headers), ...definedOf(others) },
    }));
}

/** Node takes no undefined header. */
function definedOf(headers) {
  return Object.fromEntries(
    Object.entries(headers).filter(([, value]) => value !== undefined),
  );
}
