import { NO_GUARD, observeNothing } from '../__testUtils__/observedTools';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { JsonValue } from '@backstage/types';
import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { version } from '../../package.json';
import type {
  CallContext,
  FoundTool,
  ToolOutcome,
  ToolService,
} from '../tools/types';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import { toAuthInfo } from './caller';
import { createMcpServer } from './createMcpServer';

const jane = mockCredentials.user('user:default/jane');

const definition = {
  key: 'default',
  filter: { include: [], exclude: [] },
  name: 'Acme Portal',
  description: 'The software of Acme',
  instructions: 'Start with greeter_greet',
};

const found: FoundTool = {
  tool: greet,
  toInput: args => args,
  acceptsOutput: () => true,
};

const opened: Client[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(client => client.close()));
});

/** A client of a server over these tools, whose messages carry Jane's credentials. */
async function connectTo(tools: Partial<ToolService>) {
  const logger = mockServices.logger.mock();
  const server = createMcpServer({
    definition,
    tools: {
      list: async () => [greet],
      find: async () => ({ nearest: [] }),
      run: async () => ({ status: 'succeeded', tool: greet, output: {} }),
      ...tools,
    },
    observe: observeNothing,
    guard: NO_GUARD,
    logger,
    transport: 'streamable-http',
    era: 'legacy',
  });
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  const send = clientSide.send.bind(clientSide);
  clientSide.send = (message, options) =>
    send(message, {
      ...options,
      authInfo: toAuthInfo(
        callContext({ credentials: jane, request: 'the request' }),
      ),
    });
  const client = new Client({ name: 'acme-cli', version: '1.2.3' });
  opened.push(client);
  await server.connect(serverSide);
  await client.connect(clientSide);
  return { client, logger };
}

function answering(outcome: ToolOutcome): Partial<ToolService> {
  return { find: async () => found, run: async () => outcome };
}

function throwing(message: string): Partial<ToolService> {
  const fail = async () => {
    throw new Error(message);
  };
  return { list: fail, find: fail };
}

/** Keeps the arguments of each call to the core. */
function recorder() {
  const asked: Array<[method: string, CallContext, ...unknown[]]> = [];
  const tools: ToolService = {
    list: async context => {
      asked.push(['list', context]);
      return [greet];
    },
    find: async (context, name) => {
      asked.push(['find', context, name]);
      return found;
    },
    run: async (context, tool, args) => {
      asked.push(['run', context, tool, args]);
      return { status: 'succeeded', tool: greet, output: {} };
    },
  };
  return { tools, asked };
}

describe('initialize', () => {
  it('names the server and says how to use it', async () => {
    const { client } = await connectTo({});

    expect(client.getServerVersion()).toEqual({
      name: 'Acme Portal',
      version,
      description: 'The software of Acme',
    });
    expect(client.getInstructions()).toBe('Start with greeter_greet');
  });

  it('offers tools only', async () => {
    const { client } = await connectTo({});

    expect(client.getServerCapabilities()).toEqual({ tools: {} });
  });
});

const listed = { ...greet, outputSchema: { type: 'object' } };

describe('tools/list', () => {
  it('lists the tools on one page', async () => {
    const { client } = await connectTo({});

    await expect(client.request({ method: 'tools/list' })).resolves.toEqual({
      tools: [
        {
          name: 'greeter_greet',
          title: 'Greet',
          description: 'Greets someone',
          inputSchema: { type: 'object' },
          annotations: expect.objectContaining({ readOnlyHint: true }),
        },
      ],
    });
  });

  it.each(['2', ''])('refuses the cursor %p', async cursor => {
    const { client } = await connectTo({});

    await expect(client.listTools({ cursor })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('Unknown cursor: the list has one page'),
    });
  });
});

describe('tools/call', () => {
  it('calls the tool with the arguments that were sent', async () => {
    const { tools, asked } = recorder();
    const { client } = await connectTo(tools);

    await client.callTool({ name: 'greet', arguments: { name: 'Ann' } });

    expect(asked).toEqual([
      ['find', expect.anything(), 'greet'],
      ['run', expect.anything(), found, { name: 'Ann' }],
    ]);
  });

  it.each<{ kind: string; output: JsonValue; text: string; json: object }>([
    {
      kind: 'an object as it is',
      output: { a: 1 },
      text: '{"a":1}',
      json: { a: 1 },
    },
    // Revisions before 2026-07-28 take no other value.
    {
      kind: 'an array in an object',
      output: [1],
      text: '{"result":[1]}',
      json: { result: [1] },
    },
    {
      kind: 'null in an object',
      output: null,
      text: '{"result":null}',
      json: { result: null },
    },
  ])('answers $kind', async ({ output, text, json }) => {
    const { client } = await connectTo(
      answering({ status: 'succeeded', tool: listed, output }),
    );

    await expect(client.callTool({ name: 'greeter_greet' })).resolves.toEqual({
      content: [{ type: 'text', text }],
      structuredContent: json,
    });
  });

  it.each([
    {
      hint: 'the nearest tools, closest first',
      nearest: ['greeter_greet', 'greeter_greet_all'],
      message:
        'Unknown tool: greet-all. Did you mean greeter_greet, greeter_greet_all?',
    },
    {
      hint: 'the list when no tool is near',
      nearest: [],
      message:
        'Unknown tool: greet-all. tools/list names the tools that are there.',
    },
  ])(
    'refuses an unknown tool and names $hint',
    async ({ nearest, message }) => {
      const { client } = await connectTo({ find: async () => ({ nearest }) });

      await expect(
        client.callTool({ name: 'greet-all' }),
      ).rejects.toMatchObject({
        code: -32602,
        message: expect.stringContaining(message),
      });
    },
  );

  it('repeats 128 characters of an unknown name at most', async () => {
    const { client } = await connectTo({});

    await expect(
      client.callTool({ name: 'x'.repeat(1000) }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/Unknown tool: x{128}\. /),
    });
  });
});

const readText = (result: unknown) =>
  (result as { content: Array<{ text: string }> }).content[0].text;

describe.each([
  {
    method: 'tools/list',
    ask: (client: Client) => client.listTools(),
    asks: ['list'],
  },
  {
    method: 'tools/call',
    ask: (client: Client) => client.callTool({ name: 'greeter_greet' }),
    asks: ['find', 'run'],
  },
])('$method', ({ method, ask, asks }) => {
  it('keeps the text of an unexpected error from the client, and logs it', async () => {
    const { client, logger } = await connectTo(
      throwing('connect ECONNREFUSED'),
    );

    expect(await ask(client).then(readText, String)).toMatch(
      /Internal error\. The server's log has the reason, under reference [0-9a-f-]{36}$/,
    );
    expect(logger.error.mock.calls[0][0]).toMatch(
      RegExp(`^${method} failed, reference .*: Error: connect ECONNREFUSED$`),
    );
  });

  it('tells the core who calls, and how', async () => {
    const { tools, asked } = recorder();
    const { client } = await connectTo(tools);

    await ask(client);

    const context = {
      ...callContext({ credentials: jane, request: 'the request' }),
      signal: expect.any(AbortSignal),
      server: definition,
      protocol: {
        transport: 'streamable-http',
        era: 'legacy',
        version: '2025-11-25',
        clientName: 'acme-cli',
        clientVersion: '1.2.3',
      },
    };
    expect(asked.map(each => each.slice(0, 2))).toEqual(
      asks.map(asking => [asking, context]),
    );
  });
});
