import { inspect } from 'node:util';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Request, Response } from 'express';
import mcpActionsPlugin from '..';
import { INTERNAL_TEXT, samplePlugin } from '../__testUtils__/actions';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { until } from '../__testUtils__/until';

type Answer = (req: Request, res: Response) => void;

const ACTIONS = '/.backstage/actions/v1/actions';
/** How long this plugin waits for what the plugins list. */
const LIST_TIMEOUT_MS = 15_000;
/** How long it waits for the document of the auth backend. */
const DOCUMENT_TIMEOUT_MS = 4_500;
const ASK_AGAIN = { cache: { ttl: { milliseconds: 1 } } };

const dies: Answer = req => req.socket.destroy();
const diesMidway: Answer = (req, res) => {
  res.writeHead(200, { 'content-length': '1000' }).write('{"output":');
  setImmediate(() => req.socket.destroy());
};
const sends =
  (status: number, body: string): Answer =>
  (_req, res) =>
    res.status(status).set('content-type', 'application/json').send(body);
const MOVE_BOX = {
  name: 'move-box',
  title: 'Move Box',
  description: 'Moves a box',
  schema: { input: { type: 'object' }, output: { type: 'object' } },
  attributes: { readOnly: false, destructive: false, idempotent: false },
};

/** A list of one action. */
const lists = (action: object): Answer =>
  sends(200, JSON.stringify({ actions: [action] }));

/** The list of a plugin that is well. */
const listsBoxOf = (pluginId: string): Answer =>
  lists({ ...MOVE_BOX, id: `${pluginId}:move-box`, pluginId });

/** A plugin that answers as the test wants; hung answers end with the backend. */
function createShakyPlugin(pluginId: string, path: string) {
  const shaky = {
    answer: listsBoxOf(pluginId),
    isWell: listsBoxOf(pluginId),
    hung: [] as Response[],
    hangs: ((_req, res) => shaky.hung.push(res)) as Answer,
    letGo: () => shaky.hung.splice(0).forEach(res => res.destroy()),
    feature: createBackendPlugin({
      pluginId,
      register(env) {
        env.registerInit({
          deps: { httpRouter: coreServices.httpRouter },
          async init({ httpRouter }) {
            httpRouter.use((req, res, next) =>
              req.path.startsWith(path) ? shaky.answer(req, res) : next(),
            );
            httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
          },
        });
      },
    }),
  };
  return shaky;
}

/** Sends one message; gives its answer as text and parsed. */
async function ask(url: string, token: string, message: object) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: token,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }),
  });
  const text = await response.text();
  const { result, error } = JSON.parse(text.match(/^(?:data: )?(\{.*)$/m)![1]);
  return { status: response.status, text, result, error };
}

const call = (name: string, args = {}) => ({
  method: 'tools/call',
  params: { name, arguments: args },
});
const greet = call('sample_greet_user', { name: 'Ann' });
const GREETING = { structuredContent: { greeting: 'Hello Ann!' } };

/** Somebody who has not been here yet. */
let newcomers = 0;
function newcomer(): string {
  newcomers += 1;
  return mockCredentials.user.header(`user:default/newcomer-${newcomers}`);
}

/** Has that wait end at once, and no other; the wait itself is not tested. */
function shorten(timeoutMs: number) {
  const { timeout } = AbortSignal;
  jest
    .spyOn(AbortSignal, 'timeout')
    .mockImplementation(ms =>
      timeout.call(AbortSignal, ms === timeoutMs ? 50 : ms),
    );
}

afterEach(() => {
  jest.restoreAllMocks();
});

const SOURCE_FAULTS: Array<[fault: string, answer: Answer]> = [
  ['dies', dies],
  ['dies in the middle of its answer', diesMidway],
  ['answers HTML', (_req, res) => res.send('<html>Gateway</html>')],
  ['answers 500', sends(500, INTERNAL_TEXT)],
  ['answers what is no JSON', sends(200, '{"actions":')],
  ['answers null', sends(200, 'null')],
  ['answers JSON that is no list', sends(200, '{}')],
  ['lists null', sends(200, '{"actions":[null]}')],
  ...[
    { id: undefined },
    { pluginId: undefined },
    { name: 7 },
    { description: undefined },
    { schema: undefined },
    { schema: { input: 'text', output: {} } },
    { attributes: null },
    { examples: { title: 'none' } },
  ].map((mistake): (typeof SOURCE_FAULTS)[number] => [
    `lists an action with ${inspect(mistake)}`,
    lists({ ...MOVE_BOX, id: 'broken:x', pluginId: 'broken', ...mistake }),
  ]),
];

describe('a plugin source', () => {
  const cases = SOURCE_FAULTS.map(([fault, answer], i) => ({
    fault,
    answer,
    // One for each, since the log speaks of each once in a while.
    source: createShakyPlugin(`shaky-${i}`, ACTIONS),
    pluginId: `shaky-${i}`,
    tool: `shaky_${i}_move_box`,
  }));
  const hanging = createShakyPlugin('hanging', ACTIONS);
  const logger = mockServices.logger.mock();
  let backend: McpBackend;

  beforeAll(async () => {
    const shakyIds = cases.map(({ pluginId }) => pluginId);
    backend = await startMcpBackend({
      config: {
        backend: {
          actions: { pluginSources: [...shakyIds, 'hanging', 'sample'] },
        },
        mcpActions: ASK_AGAIN,
      },
      features: [
        ...cases.map(({ source }) => source.feature),
        hanging.feature,
        logger.factory,
      ],
    });
  });

  afterEach(() => {
    for (const source of [...cases.map(each => each.source), hanging]) {
      source.answer = source.isWell;
      source.letGo();
    }
  });

  afterAll(() => backend.stop());

  async function toolsOf(token: string): Promise<string[]> {
    const { result } = await ask(backend.url, token, { method: 'tools/list' });
    return result.tools.map(({ name }: { name: string }) => name);
  }

  describe.each(cases)('that $fault', ({ source, answer, pluginId, tool }) => {
    it('leaves those who never saw it the tools of the others', async () => {
      const token = newcomer();
      source.answer = answer;
      const tools = await toolsOf(token);
      expect(tools).toContain('sample_greet_user');
      expect(tools).not.toContain(tool);
      const { result } = await ask(backend.url, token, greet);
      expect(result).toMatchObject(GREETING);
    });

    it('stays listed for those who saw it, and the log says so once', async () => {
      const token = newcomer();
      expect(await toolsOf(token)).toContain(tool);
      source.answer = answer;
      const silence = () =>
        logger.warn.mock.calls.filter(([text]) =>
          text.startsWith(`${pluginId} lists no actions any more`),
        );
      await until(async () => {
        expect(await toolsOf(token)).toContain(tool);
        return silence().length > 0;
      });
      for (let i = 0; i < 5; i += 1) {
        const { result } = await ask(backend.url, token, greet);
        expect(result).toMatchObject(GREETING);
      }
      expect(silence()).toHaveLength(1);
    });
  });

  it('that lists the action of another does not make it look read-only', async () => {
    const token = newcomer();
    hanging.answer = lists({
      ...MOVE_BOX,
      id: 'sample:deliver-parcel',
      pluginId: 'sample',
      name: 'deliver-parcel',
      attributes: { readOnly: true, destructive: false, idempotent: true },
    });
    const tools = await toolsOf(token);
    expect(tools).toContain('sample_greet_user');
    expect(tools).not.toContain('sample_deliver_parcel');
    const { error } = await ask(
      `${backend.url}/readonly`,
      token,
      call('sample_deliver_parcel'),
    );
    expect(error).toMatchObject({ code: -32602 });
  });

  it('that hangs holds nobody up who has a list', async () => {
    const token = newcomer();
    expect(await toolsOf(token)).toContain('hanging_move_box');
    hanging.answer = hanging.hangs;
    await until(async () => {
      expect(await toolsOf(token)).toContain('hanging_move_box');
      return hanging.hung.length > 0;
    });
    const { result } = await ask(backend.url, token, greet);
    expect(result).toMatchObject(GREETING);
  });

  it('that hangs stops no call of those who have no list', async () => {
    hanging.answer = hanging.hangs;
    const { result } = await ask(backend.url, newcomer(), greet);
    expect(result).toMatchObject(GREETING);
    expect(hanging.hung).toEqual([]);
  });

  it('that hangs has those without a list told to try again', async () => {
    const token = newcomer();
    hanging.answer = hanging.hangs;
    shorten(LIST_TIMEOUT_MS);
    const early = await ask(backend.url, token, { method: 'tools/list' });
    expect(early.error).toMatchObject({
      code: -32603,
      message:
        'The plugins did not list their actions within 15 s. Try again later',
    });
    jest.restoreAllMocks();
    hanging.letGo();
    const { result } = await ask(backend.url, token, greet);
    expect(result).toMatchObject(GREETING);
  });

  it.each([503, 404])(
    'that answers %d at first is listed once it is up',
    async status => {
      const token = newcomer();
      hanging.answer = sends(status, '{}');
      expect(await toolsOf(token)).not.toContain('hanging_move_box');
      hanging.answer = hanging.isWell;
      await until(async () =>
        (await toolsOf(token)).includes('hanging_move_box'),
      );
    },
  );
});

it('a plugin source that hangs holds nobody up for long where nothing is remembered', async () => {
  const hanging = createShakyPlugin('hanging', ACTIONS);
  const backend = await startMcpBackend({
    config: {
      backend: { actions: { pluginSources: ['hanging', 'sample'] } },
      mcpActions: { cache: { ttl: 0 } },
    },
    features: [hanging.feature],
  });
  hanging.answer = hanging.hangs;
  shorten(LIST_TIMEOUT_MS);
  // Let go in the end, so that nothing hangs here when nobody gives up there.
  const letGo = setTimeout(hanging.letGo, 2_000);
  const { result } = await ask(backend.url, newcomer(), greet);
  clearTimeout(letGo);
  hanging.letGo();
  await backend.stop();
  expect(result.content[0].text).toBe(
    'ServiceUnavailableError: The plugins did not list their actions within 15 s. Try again later',
  );
});

describe('the owner of an action', () => {
  const shaky = createShakyPlugin('shaky', ACTIONS);
  const logger = mockServices.logger.mock();
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      config: {
        backend: { actions: { pluginSources: ['shaky', 'sample'] } },
      },
      features: [shaky.feature, logger.factory],
    });
  });

  afterAll(() => backend.stop());

  it.each<[fault: string, answer: Answer]>([
    ['dies', dies],
    ['dies in the middle of its answer', diesMidway],
    ['answers HTML', (_req, res) => res.send(`<p>${INTERNAL_TEXT}</p>`)],
    ['answers 500 in HTML', sends(500, `<p>${INTERNAL_TEXT}</p>`)],
    [
      'answers 500 with an unknown error',
      sends(
        500,
        JSON.stringify({
          error: { name: 'Error', message: INTERNAL_TEXT, stack: 'at db.js' },
          response: { statusCode: 500 },
        }),
      ),
    ],
    ['answers 502', sends(502, INTERNAL_TEXT)],
    ['answers what is no JSON', sends(200, `{"output":"${INTERNAL_TEXT}`)],
    ['answers null', sends(200, 'null')],
    ['answers nothing', sends(204, '')],
  ])('that %s is masked', async (_, answer) => {
    const token = newcomer();
    shaky.answer = (req, res) =>
      (req.method === 'POST' ? answer : shaky.isWell)(req, res);
    const failed = await ask(backend.url, token, call('shaky_move_box'));
    const { text } = failed;
    const [reference] = /[0-9a-f-]{36}/.exec(text)!;
    expect(failed.result).toMatchObject({
      isError: true,
      content: [
        {
          type: 'text',
          text: `Internal error. The server's log has the reason, under reference ${reference}`,
        },
      ],
    });
    expect(text).not.toContain(INTERNAL_TEXT);
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining(`tools/call failed, reference ${reference}: `),
      expect.anything(),
    );
    const { result } = await ask(backend.url, token, greet);
    expect(result).toMatchObject(GREETING);
  });
});

describe('an auth backend', () => {
  const DOCUMENT = '/.well-known/oauth-authorization-server';
  const TOKEN = 'token-of-the-nightly-agent';

  it.each<[fault: string, status: number, answer: Answer | undefined]>([
    ['dies', 503, dies],
    ['dies in the middle of its answer', 503, diesMidway],
    ['answers HTML', 502, (_req, res) => res.send('<html>')],
    ['answers 500', 502, sends(500, '{}')],
    ['hangs', 504, undefined],
  ])(
    'that %s is a %d in JSON, and keeps nobody with a static token from calling',
    async (_, status, answer) => {
      const auth = createShakyPlugin('auth', '/.well-known');
      auth.answer = answer ?? auth.hangs;
      const externalAccess = [
        { type: 'static', options: { token: TOKEN, subject: 'nightly-agent' } },
      ];
      const backend = await startTestBackend({
        features: [
          mcpActionsPlugin,
          samplePlugin,
          auth.feature,
          // Real ones: a static token needs no auth backend.
          authServiceFactory,
          httpAuthServiceFactory,
          mockServices.rootConfig.factory({
            data: {
              backend: {
                actions: { pluginSources: ['sample'] },
                auth: { externalAccess },
                baseUrl: 'http://localhost',
                database: { client: 'better-sqlite3', connection: ':memory:' },
              },
              auth: {
                clientIdMetadataDocuments: { enabled: true },
              },
            },
          }),
        ],
      });
      const rootUrl = `http://localhost:${backend.server.port()}`;
      // Only where nothing answers: all else may take its time on a busy machine.
      if (!answer) {
        shorten(DOCUMENT_TIMEOUT_MS);
      }
      const response = await fetch(`${rootUrl}${DOCUMENT}`);
      expect(response.status).toBe(status);
      expect(await response.json()).toEqual({
        error: 'temporarily_unavailable',
      });
      const url = `${rootUrl}/api/mcp-actions/v1`;
      const { result } = await ask(url, `Bearer ${TOKEN}`, greet);
      expect(result).toMatchObject(GREETING);
      auth.letGo();
      await backend.stop();
    },
  );
});

describe('an audit sink', () => {
  const logger = mockServices.logger.mock();
  const lostLines = () =>
    logger.error.mock.calls.filter(([text]) =>
      /^Audit events of .* are being lost/.test(text),
    );

  beforeEach(() => logger.error.mockClear());

  it.each<[fault: string, createEvent: () => Promise<never>]>([
    ['fails', () => Promise.reject(new Error('disk full'))],
    [
      'throws',
      () => {
        throw new Error('disk full');
      },
    ],
  ])(
    'that %s keeps no answer, and the log says so once for each queue',
    async (_, createEvent) => {
      const auditor = mockServices.auditor.mock({ createEvent });
      const backend = await startMcpBackend({
        features: [auditor.factory, logger.factory],
      });
      for (let i = 0; i < 5; i += 1) {
        const { result } = await ask(backend.url, newcomer(), greet);
        expect(result).toMatchObject(GREETING);
      }
      expect(lostLines()).toEqual([
        ['Audit events of connections are being lost: disk full'],
        ['Audit events of calls are being lost: disk full'],
      ]);
      await backend.stop();
    },
  );

  it('that takes a second for each write keeps no answer, and loses nothing', async () => {
    const written: string[] = [];
    const writeSlowly = async (what: string) => {
      await new Promise(resolve => setTimeout(resolve, 1_000));
      written.push(what);
    };
    const auditor = mockServices.auditor.mock({
      createEvent: async ({ eventId }) => {
        await writeSlowly(eventId);
        return {
          success: () => writeSlowly(`end of ${eventId}`),
          fail: () => writeSlowly(`failure of ${eventId}`),
        };
      },
    });
    const backend = await startMcpBackend({
      features: [auditor.factory, logger.factory],
    });
    const { result } = await ask(backend.url, newcomer(), greet);
    expect(result).toMatchObject(GREETING);
    expect(written).not.toContain('end of tool-execution');
    await backend.stop();
    expect(written.sort()).toEqual([
      'connection',
      'end of connection',
      'end of tool-execution',
      'tool-execution',
    ]);
    expect(lostLines()).toEqual([]);
  });
});
