import { NO_GUARD, observeNothing } from '../../__testUtils__/observedTools';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { callContext } from '../../__testUtils__/callContext';
import { greet } from '../../__testUtils__/greet';
import type { CallContext } from '../../tools/types';
import type { Caller } from '../caller';
import { FastPath } from './FastPath';
import { parseRequest } from './parseRequest';

interface Seen {
  body: string;
  headers: Record<string, string>;
  options: unknown;
}

/** The requests that reached the SDK. */
const mockSeen: Seen[] = [];

jest.mock('@modelcontextprotocol/server', () => {
  const sdk = jest.requireActual('@modelcontextprotocol/server');
  return {
    ...sdk,
    createMcpHandler: (...given: unknown[]) => {
      const handler = sdk.createMcpHandler(...given);
      return {
        ...handler,
        fetch: async (request: Request, options: unknown) => {
          mockSeen.push({
            body: await request.clone().text(),
            headers: Object.fromEntries(request.headers),
            options,
          });
          return handler.fetch(request, options);
        },
      };
    },
  };
});

const MODERN = '2026-07-28';
const LEGACY = '2025-11-25';

interface Client {
  caller: Caller;
  clientInfo: { name: string; version: string };
  capabilities: object;
  note: string;
  traceparent: string;
}

const jane: Client = {
  caller: callContext({
    credentials: mockCredentials.user('user:default/jane'),
    viewKey: 'view of jane',
    countKey: 'count of jane',
    request: { headers: { authorization: 'Bearer token-of-jane' } },
    requestFilter: {
      readOnly: true,
      toolsets: [],
      tools: [],
      excludedTools: [],
    },
    traceCarrier: { baggage: 'user=jane' },
  }),
  clientInfo: { name: 'jane-cli', version: '1.2.3' },
  capabilities: { elicitation: {} },
  note: 'note of jane',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};
const ravi: Client = {
  caller: callContext({
    credentials: mockCredentials.service('external:ravi'),
    viewKey: 'view of ravi',
    countKey: 'count of ravi',
  }),
  clientInfo: { name: 'ravi-cli', version: '9' },
  capabilities: {},
  note: 'note of ravi',
  traceparent: '00-11111111111111111111111111111111-2222222222222222-00',
};

/** A message with everything that a client may say about itself. */
function messageOf(client: Client, method: string, version: string) {
  const { clientInfo, capabilities, note, traceparent } = client;
  const isModern = version === MODERN;
  const _meta = {
    'acme.example/note': note,
    traceparent,
    progressToken: note,
    ...(isModern && {
      'io.modelcontextprotocol/protocolVersion': version,
      'io.modelcontextprotocol/clientInfo': clientInfo,
      'io.modelcontextprotocol/clientCapabilities': capabilities,
    }),
  };
  const body = {
    jsonrpc: '2.0',
    id: note,
    method,
    params: {
      _meta,
      ...(method === 'initialize' && {
        protocolVersion: version,
        capabilities,
        clientInfo,
      }),
    },
  };
  const headers = {
    ...(method !== 'initialize' && { 'mcp-protocol-version': version }),
    ...(isModern && { 'mcp-method': method }),
    'user-agent': clientInfo.name,
  };
  return parseRequest(body, headers)!;
}

/**
 * Returns what reaches the SDK and the core when this client is the first to
 * ask.
 */
async function askFirst(client: Client, method: string, version: string) {
  const listed: CallContext[] = [];
  const fastPath = FastPath.create({
    definition: {
      key: 'default',
      filter: { include: [], exclude: [] },
      name: 'Acme Portal',
    },
    tools: {
      list: async context => {
        listed.push(context);
        return [greet];
      },
      find: async () => ({ nearest: [] }),
      run: async () => ({ status: 'unknown', nearest: [] }),
    },
    observe: observeNothing,
    guard: NO_GUARD,
    logger: mockServices.logger.mock(),
  });
  const { text } = await fastPath.answer(messageOf(client, method, version), {
    caller: client.caller,
    signal: new AbortController().signal,
    notify: () => {},
  });
  return { sdk: mockSeen.splice(0), listed, answer: JSON.parse(text) };
}

const ROWS = [
  { method: 'initialize', version: LEGACY },
  { method: 'tools/list', version: LEGACY },
  { method: 'server/discover', version: MODERN },
  { method: 'tools/list', version: MODERN },
];

describe.each(ROWS)('FastPath, $method of $version', ({ method, version }) => {
  it('sends the SDK the same request, whoever asks first', async () => {
    const first = await askFirst(jane, method, version);
    const other = await askFirst(ravi, method, version);

    expect(first.answer.result).toEqual(expect.any(Object));
    expect(first.sdk).toHaveLength(1);
    expect(other.sdk).toEqual(first.sdk);
  });

  it("keeps the first caller's client, metadata and credentials from the SDK", async () => {
    const { sdk } = await askFirst(jane, method, version);

    expect(sdk).toHaveLength(1);
    expect(JSON.stringify(sdk)).not.toMatch(
      /jane|1\.2\.3|elicitation|acme\.example|traceparent|progressToken/,
    );
  });
});

it.each([LEGACY, MODERN])(
  'FastPath requests the list for %s as the caller',
  async version => {
    const { listed } = await askFirst(jane, 'tools/list', version);

    expect(listed).toEqual([
      expect.objectContaining({
        credentials: jane.caller.credentials,
        requestFilter: jane.caller.requestFilter,
        traceCarrier: {
          baggage: 'user=jane',
          traceparent:
            '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        },
      }),
    ]);
  },
);

it('FastPath sends the SDK a canned request', async () => {
  const { sdk } = await askFirst(jane, 'server/discover', MODERN);

  expect(
    sdk.map(({ body, ...seen }) => ({ ...seen, body: JSON.parse(body) })),
  ).toEqual([
    {
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'server/discover',
      },
      body: {
        jsonrpc: '2.0',
        id: 0,
        method: 'server/discover',
        params: {
          _meta: {
            'io.modelcontextprotocol/protocolVersion': '2026-07-28',
            'io.modelcontextprotocol/clientInfo': {
              name: 'anyone',
              version: '0',
            },
            'io.modelcontextprotocol/clientCapabilities': {},
          },
        },
      },
      options: {
        authInfo: expect.objectContaining({
          token: '',
          extra: {
            caller: expect.objectContaining({
              credentials: expect.objectContaining({
                principal: { type: 'none' },
              }),
            }),
          },
        }),
      },
    },
  ]);
});
