import { mockCredentials } from '@backstage/backend-test-utils';
import { connect, ERAS } from '../__testUtils__/connect';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';

const KEYS = ['readonly', 'info', 'sse', 'default'];
const STREAMABLE = ERAS.filter(({ era }) => era !== 'http+sse');
/** It is not read-only. */
const TOOL = 'sample_name_team';

/** Keys that 0.2 took, each at a path where this plugin may have something of its own. */
describe('named servers', () => {
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      config: {
        mcpActions: {
          sse: { enabled: false },
          servers: Object.fromEntries(
            KEYS.map(key => [
              key,
              {
                name: `Server ${key}`,
                filter: { include: [{ id: 'sample:name-team' }] },
              },
            ]),
          ),
        },
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  describe.each(KEYS)('with the key %s', key => {
    it.each(STREAMABLE)('serves $era to SDK $sdk', async era => {
      await using client = await connect(`${backend.url}/${key}`, era);
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual([TOOL]);
    });

    it('has a read-only variant', async () => {
      const url = `${backend.url}/${key}/readonly`;
      await using client = await connect(url, ERAS[0]);
      expect((await client.listTools()).tools).toEqual([]);
    });
  });

  it('leaves the report at /v1/info, without the variant that is none', async () => {
    const response = await fetch(`${backend.url}/info`, {
      headers: { authorization: mockCredentials.user.header() },
    });
    const { servers } = await response.json();
    expect(servers.map(({ key }: { key: string }) => key)).toEqual([
      '/',
      ...KEYS,
    ]);
    expect(servers[0].url).toBe(backend.url);
    expect(servers[0].readOnlyUrl).toBeUndefined();
    expect(servers[1].readOnlyUrl).toBe(`${backend.url}/readonly/readonly`);
  });

  it('answers a client that asks /v1/info for a stream as it does at other servers', async () => {
    const response = await fetch(`${backend.url}/info`, {
      headers: {
        authorization: mockCredentials.user.header(),
        accept: 'text/event-stream',
      },
    });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});
