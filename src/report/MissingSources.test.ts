import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { MissingSources } from './MissingSources';

const STATUS_PATH = /^\/api\/([^/]+)\/\.backstage\/actions\/v1\/status$/;

describe('MissingSources', () => {
  let server: Server;
  let answer: RequestListener;
  /** Ids of the plugins that received a request. */
  let asked: string[];

  beforeAll(async () => {
    server = createServer((req, res) => {
      asked.push(req.url!.match(STATUS_PATH)?.[1] ?? `path ${req.url}`);
      answer(req, res);
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  });

  beforeEach(() => {
    asked = [];
    answer = (_req, res) => sendJson(res, { hasActions: true });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  });

  function sendJson(res: Parameters<RequestListener>[1], value: unknown) {
    res
      .setHeader('content-type', 'application/json; charset=utf-8')
      .end(JSON.stringify(value));
  }

  function create(
    installed: string[],
    { pluginSources = [] as string[], auth = mockServices.auth() } = {},
  ) {
    const { port } = server.address() as AddressInfo;
    return MissingSources.create({
      auth,
      discovery: mockServices.discovery.mock({
        getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
      }),
      rootInstanceMetadata: {
        getInstalledPlugins: async () =>
          installed.map(pluginId => ({ pluginId, modules: [] })),
      },
      pluginSources,
    });
  }

  it('names installed plugins with actions in order, except the sources and itself', async () => {
    answer = (req, res) =>
      sendJson(res, { hasActions: !req.url!.includes('/proxy/') });
    const sources = create(
      ['search', 'proxy', 'catalog', 'mcp-actions', 'scaffolder'],
      { pluginSources: ['catalog'] },
    );
    expect(await sources.find()).toEqual(['scaffolder', 'search']);
    expect(asked.sort()).toEqual(['proxy', 'scaffolder', 'search']);
  });

  it('asks as this plugin itself', async () => {
    let authorization: string | undefined;
    answer = (req, res) => {
      authorization = req.headers.authorization;
      sendJson(res, { hasActions: true });
    };
    const auth = mockServices.auth({ pluginId: 'mcp-actions' });
    await create(['search'], { auth }).find();
    const credentials = await mockServices
      .auth({ pluginId: 'search' })
      .authenticate(authorization!.replace('Bearer ', ''));
    expect(credentials.principal).toEqual({
      type: 'service',
      subject: 'plugin:mcp-actions',
    });
  });

  it.each<{ host: string; respond: RequestListener }>([
    {
      host: 'without the path',
      respond: (_req, res) => res.writeHead(404).end(),
    },
    {
      host: 'that answers 404 with JSON',
      respond: (_req, res) => {
        res.statusCode = 404;
        sendJson(res, { hasActions: true });
      },
    },
    {
      host: 'that answers any path with a page',
      respond: (_req, res) =>
        res.setHeader('content-type', 'text/html').end('<html></html>'),
    },
    {
      host: 'that answers broken JSON',
      respond: (_req, res) =>
        res.setHeader('content-type', 'application/json').end('{'),
    },
    { host: 'that hangs up', respond: req => req.socket.destroy() },
  ])('names no plugin on a host $host', async ({ respond }) => {
    answer = respond;
    expect(await create(['search', 'app']).find()).toEqual([]);
    expect(asked).toContain('search');
  });

  it('names a plugin only for the response { hasActions: true }', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.jsonValue(), fc.record({ hasActions: fc.jsonValue() })),
        async value => {
          answer = (_req, res) => sendJson(res, value);
          const hasActions =
            (value as { hasActions?: unknown } | null)?.hasActions === true;
          expect(await create(['search']).find()).toEqual(
            hasActions ? ['search'] : [],
          );
        },
      ),
      { seed: 20261127, numRuns: 50 },
    );
  });

  it('names no plugin when the platform does not report what is installed', async () => {
    const sources = MissingSources.create({
      auth: mockServices.auth(),
      discovery: mockServices.discovery(),
      rootInstanceMetadata: {
        getInstalledPlugins: async () => {
          throw new Error('Not today');
        },
      },
      pluginSources: [],
    });
    expect(await sources.find()).toEqual([]);
  });

  it('gives up on all plugins when the time limit is reached', async () => {
    const over = new AbortController();
    const timeout = jest
      .spyOn(AbortSignal, 'timeout')
      .mockReturnValue(over.signal);
    answer = () => over.abort();
    const installed = Array.from({ length: 50 }, (_, i) => `plugin-${i}`);
    expect(await create(installed).find()).toEqual([]);
    expect(timeout.mock.calls).toEqual([[5_000]]);
    expect(asked.length).toBeLessThanOrEqual(8);
  });

  it('asks at most 200 plugins, and 8 at once', async () => {
    let running = 0;
    let most = 0;
    answer = (_req, res) => {
      running += 1;
      most = Math.max(most, running);
      setImmediate(() => {
        running -= 1;
        sendJson(res, { hasActions: true });
      });
    };
    const installed = Array.from({ length: 300 }, (_, i) => `many-${i}`);
    expect(await create(installed).find()).toHaveLength(200);
    // Requests of the previous test may arrive late.
    expect(asked.filter(id => id.startsWith('many-'))).toHaveLength(200);
    expect(most).toBeLessThanOrEqual(8);
  });

  it('asks once in five minutes for all callers', async () => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(0);
    const sources = create(['search']);
    await Promise.all([sources.find(), sources.find()]);
    now.mockReturnValue(299_999);
    await sources.find();
    expect(asked).toHaveLength(1);
    now.mockReturnValue(300_000);
    await sources.find();
    expect(asked).toHaveLength(2);
  });
});
