import { openSseStream } from '../__testUtils__/openSseStream';
import { callOf, messagesIn, postMessage } from '../__testUtils__/postMessage';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { until } from '../__testUtils__/until';

const JANE = 'user:default/jane';
const RAVI = 'user:default/ravi';
const DELIVER = 'sample_deliver_parcel';
const LIST = { id: 1, method: 'tools/list' };
const PATHS = ['', '/readonly', '/reading', '/reading/readonly', '/other'];
const READ_ONLY = { 'x-mcp-readonly': 'true' };

describe('an HTTP+SSE stream', () => {
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      config: {
        mcpActions: {
          servers: {
            reading: {
              name: 'Reading',
              filter: { include: [{ attributes: { readOnly: true } }] },
            },
            other: { name: 'Other' },
          },
        },
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  /** Opens a stream at one server, and posts a message for it at another. */
  async function postAcross(opened: string, posted: string, as: string) {
    await using stream = await openSseStream(`${backend.url}${opened}`, JANE);
    const response = await postMessage(
      `${backend.url}${posted}/sse/messages${stream.endpoint.search}`,
      callOf(DELIVER),
      { as },
    );
    const body = await response.text();
    await stream.post({ id: 'last', method: 'ping' });
    await until(() => stream.messages().length > 0);
    return {
      status: response.status,
      body,
      answered: stream.messages().map(({ id }) => id),
    };
  }

  const pairs = PATHS.flatMap(opened =>
    PATHS.filter(posted => posted !== opened).map(posted => ({
      opened,
      posted,
    })),
  );

  it.each(pairs)(
    'of /v1$opened accepts no message at /v1$posted',
    async ({ opened, posted }) => {
      const unknown = {
        status: 404,
        body: expect.stringContaining('Unknown session: open a new stream'),
        answered: ['last'],
      };
      expect(await postAcross(opened, posted, JANE)).toEqual(unknown);
      // Another user does not learn that the stream exists either.
      expect(await postAcross(opened, posted, RAVI)).toEqual(unknown);
    },
  );

  it.each<{ opens: object; asks: object; has: boolean }>([
    { opens: {}, asks: {}, has: true },
    { opens: {}, asks: READ_ONLY, has: false },
    { opens: READ_ONLY, asks: {}, has: false },
    { opens: READ_ONLY, asks: { 'x-mcp-readonly': 'false' }, has: false },
    { opens: READ_ONLY, asks: { 'x-mcp-tools': DELIVER }, has: false },
    { opens: READ_ONLY, asks: { 'x-mcp-toolsets': 'all' }, has: false },
    {
      opens: { 'x-mcp-exclude-tools': DELIVER },
      asks: { 'x-mcp-toolsets': 'sample' },
      has: false,
    },
    {
      opens: { 'x-mcp-tools': DELIVER },
      asks: { 'x-mcp-toolsets': 'sample' },
      has: true,
    },
  ])(
    'opened with $opens has the parcel tool for a message with $asks: $has',
    async ({ opens, asks, has }) => {
      await using stream = await openSseStream(backend.url, JANE, { ...opens });
      await stream.post(LIST, { headers: { ...asks } });
      await stream.post(callOf(DELIVER, 2), { headers: { ...asks } });
      await until(() => messagesIn(stream.text()).length === 2);
      const byId = new Map(stream.messages().map(each => [each.id, each]));
      const names = byId
        .get(1)
        .result.tools.map(({ name }: { name: string }) => name);
      expect(names.includes(DELIVER)).toBe(has);
      expect(byId.get(2).result !== undefined).toBe(has);
    },
  );
});
