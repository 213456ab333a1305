import { NO_GUARD, observeNothing } from '../../__testUtils__/observedTools';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { answerBySdk } from '../../__testUtils__/answerBySdk';
import { callContext } from '../../__testUtils__/callContext';
import type { Observe } from '../../tools/observe';
import type {
  CallContext,
  FoundTool,
  Tool,
  ToolOutcome,
  ToolService,
} from '../../tools/types';
import { askSdk } from './askSdk';
import { createMcpServer } from '../createMcpServer';
import { type FastExchange, FastPath } from './FastPath';
import { parseRequest } from './parseRequest';

jest.mock('./askSdk', () => ({
  askSdk: jest.fn(jest.requireActual('./askSdk').askSdk),
}));

const MODERN = '2026-07-28';
const VERSIONS = [MODERN, '2025-11-25', '2025-06-18', '2025-03-26'];

const greet: Tool = {
  name: 'greeter_greet',
  title: 'Greet',
  description: 'Greets someone\nin "quotes", data: {"a":1}\u2028and more',
  inputSchema: { type: 'object' },
  outputSchema: { type: 'array', items: { type: 'string' } },
  attributes: { readOnly: true, destructive: false, idempotent: true },
  actionId: 'greeter:greet',
  pluginId: 'greeter',
};
const found: FoundTool = {
  tool: greet,
  toInput: args => args,
  acceptsOutput: () => true,
};
const error = { name: 'ConflictError', message: 'it is there already' };

const caller = callContext({
  credentials: mockCredentials.user('user:default/jane'),
});

function fakeTools(given: Partial<ToolService> = {}): ToolService {
  return {
    list: async () => [greet],
    find: async () => found,
    run: async () => ({ status: 'succeeded', tool: greet, output: ['Hi'] }),
    ...given,
  };
}

function optionsOf(tools: ToolService, observe = observeNothing) {
  return {
    definition: {
      key: 'default',
      filter: { include: [], exclude: [] },
      name: 'Acme Portal',
      description: 'The software of Acme',
      instructions: 'Start with\u2028greeter_greet',
    },
    tools,
    observe,
    guard: NO_GUARD,
    logger: mockServices.logger.mock(),
  };
}

interface Sent {
  body: { id: string | number; method: string } & JsonObject;
  headers: Record<string, string>;
}

/** The message as a client of that revision sends it. */
function message(version: string, method: string, params: JsonObject = {}) {
  const isModern = version === MODERN;
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientInfo': {
      name: 'acme-cli',
      version: '1.2.3',
    },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const name = params.name as string | undefined;
  const sent: Sent = {
    body: {
      jsonrpc: '2.0',
      id: 'a "1"',
      method,
      params: isModern ? { ...params, _meta } : params,
    },
    headers: {
      ...(method !== 'initialize' && { 'mcp-protocol-version': version }),
      ...(isModern && { 'mcp-method': method }),
      ...(isModern && name !== undefined && { 'mcp-name': name }),
    },
  };
  return sent;
}

/** The first message of a connection in that revision. */
function introduction(version: string): Sent {
  return version === MODERN
    ? message(version, 'server/discover')
    : message(version, 'initialize', {
        protocolVersion: version,
        capabilities: {},
        clientInfo: { name: 'acme-cli', version: '1.2.3' },
      });
}

function answerOf(
  fastPath: FastPath,
  { body, headers }: Sent,
  exchange: Partial<FastExchange> = {},
) {
  return fastPath.answer(parseRequest(body, headers)!, {
    caller,
    signal: new AbortController().signal,
    notify: () => {},
    ...exchange,
  });
}

async function fastAnswer(tools: ToolService, sent: Sent) {
  const answer = await answerOf(FastPath.create(optionsOf(tools)), sent);
  return JSON.parse(answer.text);
}

/** The response of the SDK's HTTP layer to the same request. */
async function sdkAnswer(tools: ToolService, sent: Sent) {
  const transport = 'streamable-http';
  const { message: answer } = await answerBySdk(sent, {
    createServer: era =>
      createMcpServer({ ...optionsOf(tools), transport, era }),
    caller,
  });
  return answer;
}

/** References are random. */
function withoutReference(answer: unknown) {
  return JSON.parse(
    JSON.stringify(answer).replace(/[0-9a-f-]{36}/g, '<reference>'),
  );
}

const listed = { ...greet, outputSchema: { type: 'object' } };
const listedList = { ...greet, outputSchema: { type: 'array' } };

describe.each(VERSIONS)('FastPath, for a client of %s', version => {
  const list = message(version, 'tools/list');
  const call = message(version, 'tools/call', { name: 'greeter_greet' });

  it('introduces itself like the SDK', async () => {
    const sent = introduction(version);

    const answer = await fastAnswer(fakeTools(), sent);

    expect(answer.result.capabilities).toEqual({ tools: {} });
    expect(answer).toEqual(await sdkAnswer(fakeTools(), sent));
  });

  it('lists the tools like the SDK', async () => {
    const answer = await fastAnswer(fakeTools(), list);

    expect(answer.result.tools).toHaveLength(1);
    expect(answer).toEqual(await sdkAnswer(fakeTools(), list));
  });

  it.each<{ kind: string; outcome: ToolOutcome }>([
    {
      kind: 'an object',
      outcome: { status: 'succeeded', tool: greet, output: { a: [1, null] } },
    },
    {
      kind: 'an object from a tool with an output schema',
      outcome: {
        status: 'succeeded',
        tool: listed,
        output: { a: ['1', null] },
      },
    },
    {
      kind: 'an array from a tool with an output schema',
      outcome: {
        status: 'succeeded',
        tool: listedList,
        output: ['Hi\n\u2028'],
      },
    },
    {
      kind: 'an array',
      outcome: { status: 'succeeded', tool: greet, output: ['Hi\n\u2028'] },
    },
    {
      kind: 'a text',
      outcome: { status: 'succeeded', tool: greet, output: 'Hi' },
    },
    {
      kind: 'null',
      outcome: { status: 'succeeded', tool: greet, output: null },
    },
    {
      kind: 'nothing',
      outcome: { status: 'succeeded', tool: greet, output: undefined },
    },
    {
      kind: 'an output that violates the schema',
      outcome: {
        status: 'succeeded',
        tool: listed,
        output: { a: 1 },
        violatesOutputSchema: true,
      },
    },
    {
      kind: 'content',
      outcome: {
        status: 'succeeded',
        tool: greet,
        output: {
          $mcpContent: [
            { type: 'text', text: 'Hi', annotations: { priority: 1 } },
            { type: 'image', data: 'aGk=', mimeType: 'image/png' },
            {
              type: 'resource_link',
              uri: 'https://acme.example',
              name: 'Acme',
            },
          ],
        },
      },
    },
    {
      kind: 'a failure',
      outcome: {
        status: 'failed',
        tool: greet,
        error,
        message: 'ConflictError: it is there already',
      },
    },
    {
      kind: 'an unknown tool',
      outcome: { status: 'unknown', nearest: ['greeter_greet'] },
    },
    {
      kind: 'too many calls',
      outcome: { status: 'limited', message: 'Wait' },
    },
  ])('responds to a call with $kind like the SDK', async ({ outcome }) => {
    const tools = fakeTools({ run: async () => outcome });

    expect(await fastAnswer(tools, call)).toEqual(await sdkAnswer(tools, call));
  });

  it('responds to a call with an unknown name like the SDK', async () => {
    const tools = fakeTools({
      find: async () => ({ nearest: ['greeter_greet'] }),
    });

    const answer = await fastAnswer(tools, call);

    expect(answer.error.code).toBe(-32602);
    expect(answer).toEqual(await sdkAnswer(tools, call));
  });

  it.each(
    [
      {
        kind: 'an unexpected error',
        thrown: new Error('connect ECONNREFUSED'),
      },
      { kind: 'a refusal', thrown: new NotAllowedError('Not with this token') },
      { kind: 'an outage', thrown: new ServiceUnavailableError('Try later') },
    ].flatMap(row => [
      { ...row, method: 'find' },
      { ...row, method: 'run' },
    ]),
  )(
    'responds to a call that throws $kind from $method like the SDK',
    async ({ thrown, method }) => {
      const tools = fakeTools({
        [method]: async () => {
          throw thrown;
        },
      });

      const answer = withoutReference(await fastAnswer(tools, call));

      expect(JSON.stringify(answer)).not.toContain('ECONNREFUSED');
      expect(answer).toEqual(withoutReference(await sdkAnswer(tools, call)));
    },
  );

  it('responds to a list that throws like the SDK', async () => {
    const tools = fakeTools({
      list: async () => {
        throw new Error('connect ECONNREFUSED');
      },
    });

    const answer = withoutReference(await fastAnswer(tools, list));

    expect(JSON.stringify(answer)).not.toContain('ECONNREFUSED');
    expect(answer).toEqual(withoutReference(await sdkAnswer(tools, list)));
  });

  it('passes the same context to the core as the SDK', async () => {
    const asked: CallContext[] = [];
    const tools = fakeTools({
      find: async context => {
        asked.push(context);
        return found;
      },
      run: async context => {
        asked.push(context);
        return { status: 'unknown', nearest: [] };
      },
    });

    await fastAnswer(tools, call);
    await sdkAnswer(tools, call);

    const [fastFind, fastRun, sdkFind, sdkRun] = asked;
    expect(fastFind).toEqual({ ...sdkFind, signal: expect.anything() });
    expect(fastRun).toEqual({ ...sdkRun, signal: expect.anything() });
  });
});

describe('FastPath', () => {
  const list = message(MODERN, 'tools/list');
  const call = message(MODERN, 'tools/call', { name: 'greeter_greet' });

  const asked = jest.mocked(askSdk);

  beforeEach(() => {
    asked.mockClear();
  });

  it.each(VERSIONS)(
    'asks the SDK once for its introduction in %s',
    async version => {
      const fastPath = FastPath.create(optionsOf(fakeTools()));
      const ask = () => answerOf(fastPath, introduction(version));

      await Promise.all([ask(), ask()]);
      await ask();

      expect(asked).toHaveBeenCalledTimes(1);
    },
  );

  it('introduces itself in each requested revision', async () => {
    const fastPath = FastPath.create(optionsOf(fakeTools()));
    const ask = async (version: string) =>
      JSON.parse((await answerOf(fastPath, introduction(version))).text).result
        .protocolVersion;

    expect(await ask('2025-11-25')).toBe('2025-11-25');
    expect(await ask('2025-06-18')).toBe('2025-06-18');
  });

  it('asks the SDK once per list, and the core for every request', async () => {
    const tools = [greet];
    const listTools = jest.fn(async () => tools);
    const fastPath = FastPath.create(optionsOf(fakeTools({ list: listTools })));
    const ask = () => answerOf(fastPath, list);

    await Promise.all([ask(), ask()]);
    await ask();

    expect(asked).toHaveBeenCalledTimes(1);
    expect(listTools).toHaveBeenCalledTimes(3);
  });

  it('reports each list to observers once, although the SDK is asked for it too', async () => {
    const operations: string[] = [];
    const observe: Observe = (operation, run) => {
      operations.push(operation.method);
      return run({ found() {}, starts() {} });
    };
    const fastPath = FastPath.create(optionsOf(fakeTools(), observe));

    await answerOf(fastPath, list);
    await answerOf(fastPath, call);

    expect(asked).toHaveBeenCalledTimes(1);
    expect(operations).toEqual(['tools/list', 'tools/call']);
  });

  it('does not share a response between two lists', async () => {
    let tools = [greet];
    const fastPath = FastPath.create(
      optionsOf(fakeTools({ list: async () => tools })),
    );
    const namesListed = async () => {
      const { text } = await answerOf(fastPath, list);
      return JSON.parse(text).result.tools.map((tool: Tool) => tool.name);
    };
    await namesListed();
    tools = [{ ...greet, name: 'greeter_wave' }];

    expect(await namesListed()).toEqual(['greeter_wave']);
  });

  it('does not share a response between the eras', async () => {
    const tools = [greet];
    const fastPath = FastPath.create(
      optionsOf(fakeTools({ list: async () => tools })),
    );
    const legacy = message('2025-11-25', 'tools/list');
    await answerOf(fastPath, list);

    const { text } = await answerOf(fastPath, legacy);

    expect(JSON.parse(text)).toEqual(
      await sdkAnswer(fakeTools({ list: async () => tools }), legacy),
    );
  });

  it('responds to each request with its own id', async () => {
    const fastPath = FastPath.create(optionsOf(fakeTools()));
    const ids = [1, 'one', '"', 0];

    const answers = await Promise.all(
      ids.map(id =>
        answerOf(fastPath, { ...list, body: { ...list.body, id } }),
      ),
    );

    expect(answers.map(({ text }) => JSON.parse(text).id)).toEqual([
      1,
      'one',
      '"',
      0,
    ]);
  });

  it.each([
    { kind: 'introductions', sent: introduction(MODERN) },
    { kind: 'lists', sent: list },
  ])('shares the start of responses to $kind', async ({ sent }) => {
    const tools = [greet];
    const fastPath = FastPath.create(
      optionsOf(fakeTools({ list: async () => tools })),
    );

    const [one, other] = await Promise.all(
      [1, 'two'].map(id =>
        answerOf(fastPath, { ...sent, body: { ...sent.body, id } }),
      ),
    );

    expect(one.parts!.start).toBe(other.parts!.start);
    expect(other.parts!.end).toBe(',"id":"two"}');
    expect(other.text).toBe(`${other.parts!.start.text},"id":"two"}`);
  });

  it.each([
    { kind: 'an introduction', sent: introduction(MODERN) },
    { kind: 'a list', sent: list },
  ])('asks the SDK again after a failure of $kind', async ({ sent }) => {
    const tools = [greet];
    const fastPath = FastPath.create(
      optionsOf(fakeTools({ list: async () => tools })),
    );
    asked.mockRejectedValueOnce(new Error('The MCP SDK refused it'));
    await expect(answerOf(fastPath, sent)).rejects.toThrow(
      'The MCP SDK refused it',
    );

    const { text } = await answerOf(fastPath, sent);

    expect(JSON.parse(text)).toEqual(
      await sdkAnswer(fakeTools({ list: async () => tools }), sent),
    );
  });

  it('reports how long to wait in the result of a call over the limit', async () => {
    const outcome: ToolOutcome = {
      status: 'limited',
      message: 'Calls per minute are limited to 3. Try again in 7 s',
    };
    const fastPath = FastPath.create(
      optionsOf(fakeTools({ run: async () => outcome })),
    );

    const { text } = await answerOf(fastPath, call);

    expect(JSON.parse(text).result).toMatchObject({
      content: [
        {
          type: 'text',
          text: 'TooManyCallsError: Calls per minute are limited to 3. Try again in 7 s',
        },
      ],
      isError: true,
    });
  });

  it.each<{ kind: string; given: Partial<ToolService> }>([
    { kind: 'a result', given: {} },
    {
      kind: 'an unknown tool',
      given: { find: async () => ({ nearest: [] }) },
    },
  ])('reports no time to wait with $kind', async ({ given }) => {
    const fastPath = FastPath.create(optionsOf(fakeTools(given)));

    expect(await answerOf(fastPath, call)).toEqual({
      text: expect.any(String),
    });
  });

  it('passes the signal of the exchange to the core', async () => {
    const leaving = new AbortController();
    let signal: CallContext['signal'] | undefined;
    const fastPath = FastPath.create(
      optionsOf(
        fakeTools({
          run: async context => {
            signal = context.signal;
            return { status: 'unknown', nearest: [] };
          },
        }),
      ),
    );

    await answerOf(fastPath, call, { signal: leaving.signal });
    leaving.abort();

    expect(signal?.aborted).toBe(true);
  });

  describe('while a call runs', () => {
    beforeEach(() => {
      jest.useFakeTimers();
    });

    afterEach(() => {
      jest.useRealTimers();
    });

    it.each([
      { who: 'a client that asked for it', progressToken: 'a', notified: 2 },
      { who: 'nobody else', progressToken: undefined, notified: 0 },
    ])('sends progress to $who', async ({ progressToken, notified }) => {
      const notify = jest.fn();
      const fastPath = FastPath.create(
        optionsOf(
          fakeTools({
            run: () =>
              new Promise(resolve => {
                setTimeout(
                  () => resolve({ status: 'unknown', nearest: [] }),
                  25_000,
                );
              }),
          }),
        ),
      );
      const sent = message('2025-11-25', 'tools/call', {
        name: 'greeter_greet',
        ...(progressToken && { _meta: { progressToken } }),
      });

      const answered = answerOf(fastPath, sent, { notify });
      await jest.advanceTimersByTimeAsync(60_000);
      await answered;

      expect(notify).toHaveBeenCalledTimes(notified);
    });
  });
});
