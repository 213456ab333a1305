import { NO_GUARD, observeNothing } from '../../__testUtils__/observedTools';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { answerBySdk } from '../../__testUtils__/answerBySdk';
import { callContext } from '../../__testUtils__/callContext';
import { greet } from '../../__testUtils__/greet';
import type { CallContext, ToolService } from '../../tools/types';
import { createMcpServer } from '../createMcpServer';
import { FastPath } from './FastPath';
import { parseRequest } from './parseRequest';

const caller = callContext({
  credentials: mockCredentials.user('user:default/jane'),
});

interface SeenCall {
  protocol: CallContext['protocol'];
  name?: string;
  args?: object;
}

/** Has no tools, and records what the core sees of each call. */
function forgetfulTools() {
  const calls: SeenCall[] = [];
  const tools: ToolService = {
    list: async () => [],
    find: async ({ protocol }, name) => {
      calls.push({ protocol, name });
      return { tool: greet, toInput: args => args, acceptsOutput: () => true };
    },
    run: async ({ protocol }, _found, args) => {
      calls.push({ protocol, args });
      return { status: 'unknown', nearest: [] };
    },
  };
  return { tools, calls };
}

function optionsOf(tools: ToolService) {
  return {
    definition: {
      key: 'default',
      filter: { include: [], exclude: [] },
      name: 'Acme Portal',
    },
    tools,
    observe: observeNothing,
    guard: NO_GUARD,
    logger: mockServices.logger.mock(),
  };
}

/** Well-formed and almost well-formed requests of every era. */
const METHODS = [
  'initialize',
  'server/discover',
  'tools/list',
  'tools/call',
  'ping',
  'toString',
];
const VERSIONS = [
  '2026-07-28',
  '2025-11-25',
  '2025-03-26',
  '2024-11-05',
  '2027-01-01',
  '1999-01-01',
  '',
];
const NAMES = ['greet', '', '=?base64?Z3JlZXQ=?=', 'greet '];

const oneOf = fc.constantFrom;

const metaArb = fc.record(
  {
    'io.modelcontextprotocol/protocolVersion': fc.oneof(
      { weight: 5, arbitrary: oneOf(...VERSIONS) },
      fc.jsonValue(),
    ),
    'io.modelcontextprotocol/clientCapabilities': fc.oneof(
      { weight: 5, arbitrary: fc.constant({}) },
      fc.jsonValue(),
    ),
    'io.modelcontextprotocol/clientInfo': fc.oneof(
      { weight: 5, arbitrary: fc.constant({ name: 'a', version: '1' }) },
      oneOf<unknown>({ name: 5 }, { name: 'a' }, 'a', null),
    ),
    progressToken: oneOf<unknown>(1, 'a', null, 1.5, {}),
  },
  { requiredKeys: [] },
);
const paramsArb = fc.record(
  {
    _meta: fc.oneof({ weight: 9, arbitrary: metaArb }, fc.jsonValue()),
    name: fc.oneof({ weight: 9, arbitrary: oneOf(...NAMES) }, fc.jsonValue()),
    arguments: oneOf<unknown>({}, { a: null }, null, [], 1),
    cursor: oneOf<unknown>('', 'a', null),
    protocolVersion: oneOf<unknown>(...VERSIONS, 1),
    capabilities: oneOf<unknown>({}, null),
    clientInfo: oneOf<unknown>({ name: 'a', version: '1' }, {}),
    task: fc.constant({}),
  },
  { requiredKeys: [] },
);

/**
 * The parameters that each method needs, so that most requests are well-formed.
 */
const usualParams: Record<string, object> = {
  initialize: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'a', version: '1' },
  },
  'tools/call': { name: 'greet' },
};
const usualMeta = (version: string) => ({
  'io.modelcontextprotocol/protocolVersion': version,
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'a', version: '1' },
});

const sentArb = fc
  .record({
    method: oneOf(...METHODS),
    version: oneOf(...VERSIONS),
    claims: fc.boolean(),
    params: fc.oneof(fc.constant({}), paramsArb),
    id: oneOf<unknown>(1, 'a', 0),
    headers: fc.record(
      {
        'mcp-protocol-version': oneOf(...VERSIONS),
        'mcp-method': oneOf(...METHODS),
        'mcp-name': oneOf(...NAMES),
      },
      { requiredKeys: [] },
    ),
    keepsHeaders: fc.boolean(),
  })
  .map(({ method, version, claims, params, id, headers, ...others }) => {
    const all: Record<string, unknown> = {
      ...usualParams[method],
      ...(claims && { _meta: usualMeta(version) }),
      ...params,
    };
    const usualHeaders = {
      ...(method !== 'initialize' && { 'mcp-protocol-version': version }),
      'mcp-method': method,
      ...(typeof all.name === 'string' && { 'mcp-name': all.name.trim() }),
    };
    return {
      body: { jsonrpc: '2.0', id, method, params: all },
      headers: (others.keepsHeaders
        ? usualHeaders
        : { ...usualHeaders, ...headers }) as Record<string, string>,
    };
  });

it('responds like the SDK to every request that it accepts', async () => {
  await fc.assert(
    fc.asyncProperty(sentArb, async sent => {
      const request = parseRequest(sent.body, sent.headers);
      fc.pre(request !== undefined);
      const fast = forgetfulTools();
      const sdk = forgetfulTools();
      const expected = await answerBySdk(sent, {
        createServer: era =>
          createMcpServer({
            ...optionsOf(sdk.tools),
            transport: 'streamable-http',
            era,
          }),
        caller,
      });

      const answer = await FastPath.create(optionsOf(fast.tools)).answer(
        request!,
        { caller, signal: new AbortController().signal, notify: () => {} },
      );

      expect({ status: 200, message: JSON.parse(answer.text) }).toEqual(
        expected,
      );
      expect(fast.calls).toEqual(sdk.calls);
    }),
    { numRuns: 150, maxSkipsPerRun: 100 },
  );
}, 60000);
