import { describeClients } from '../__testUtils__/describeClients';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { Era } from '../__testUtils__/connect';
import { describeEras } from '../__testUtils__/describeEras';

const GREET = 'sample_greet_user';
const DELIVER = 'sample_deliver_parcel';
const TELL = 'sample_tell_caller';

/** What each server and each request leaves in, on list as on call. */
describe('filters and narrowing', () => {
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      config: {
        backend: { actions: { pluginSources: ['sample', 'silent'] } },
        mcpActions: {
          default: { filter: { exclude: [{ id: 'sample:raise-*' }] } },
          servers: {
            reading: {
              name: 'Reading',
              filter: {
                include: [{ attributes: { readOnly: true } }],
                exclude: [{ id: 'sample:tell-*' }],
              },
            },
            'parcels-2': {
              name: 'Parcels',
              filter: { include: [{ id: 'sample:{deliver,greet}-*' }] },
            },
          },
          overrides: {
            'sample:count-teams': { hidden: true },
            'sample:list-teams': {
              title: 'Teams',
              description: 'Lists the teams of Acme',
              attributes: { readOnly: true, destructive: false },
            },
          },
        },
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  describeClients(({ connect }) => {
    interface Row {
      path?: string;
      headers?: Record<string, string>;
      has: string[];
      lacks: string[];
    }

    it.each<Row>([
      {
        has: [GREET, DELIVER, TELL],
        lacks: ['sample_raise_input', 'sample_count_teams'],
      },
      {
        path: '/reading',
        has: [GREET, 'sample_raise_input', 'sample_list_teams'],
        lacks: [DELIVER, TELL, 'sample_name_team'],
      },
      { path: '/parcels-2', has: [GREET, DELIVER], lacks: [TELL] },
      { path: '/readonly', has: [GREET, TELL], lacks: [DELIVER] },
      { path: '/parcels-2/readonly', has: [GREET], lacks: [DELIVER, TELL] },
      {
        headers: { 'X-MCP-Readonly': 'true' },
        has: [GREET, TELL],
        lacks: [DELIVER],
      },
      {
        headers: { 'X-MCP-Readonly': 'false' },
        has: [GREET, DELIVER],
        lacks: [],
      },
      {
        path: '/readonly',
        headers: { 'X-MCP-Readonly': 'false' },
        has: [GREET],
        lacks: [DELIVER],
      },
      {
        headers: { 'X-MCP-Toolsets': 'sample' },
        has: [GREET, DELIVER],
        lacks: [],
      },
      {
        headers: { 'X-MCP-Toolsets': 'all' },
        has: [GREET, DELIVER],
        lacks: [],
      },
      {
        headers: { 'X-MCP-Tools': `${GREET}, sample.tell-caller` },
        has: [GREET, TELL],
        lacks: [DELIVER],
      },
      {
        headers: { 'X-MCP-Toolsets': 'silent' },
        has: [],
        lacks: [GREET, DELIVER],
      },
      {
        headers: { 'X-MCP-Toolsets': 'sample,silent' },
        has: [GREET, DELIVER],
        lacks: [],
      },
      {
        headers: { 'X-MCP-Exclude-Tools': 'silent_delete_all' },
        has: [GREET, DELIVER],
        lacks: [],
      },
      {
        headers: { 'X-MCP-Exclude-Tools': DELIVER },
        has: [GREET, TELL],
        lacks: [DELIVER],
      },
      {
        headers: {
          'X-MCP-Toolsets': 'sample',
          'X-MCP-Exclude-Tools': 'tell-caller',
        },
        has: [GREET, DELIVER],
        lacks: [TELL],
      },
      {
        path: '/reading',
        headers: { 'X-MCP-Tools': `${GREET},${DELIVER}` },
        has: [GREET],
        lacks: [DELIVER, TELL],
      },
    ])('$path $headers has $has and lacks $lacks', async row => {
      await using client = await connect(`${backend.url}${row.path ?? ''}`, {
        headers: row.headers,
      });
      const { tools } = await client.listTools();
      const listed = tools.map(tool => tool.name);
      expect(listed).toEqual(expect.arrayContaining(row.has));
      expect(listed.filter(name => row.lacks.includes(name))).toEqual([]);
      for (const name of row.has) {
        const result = await client.callTool({
          name,
          arguments: { name: 'Ann' },
        });
        expect(result.content).toHaveLength(1);
      }
      for (const name of row.lacks) {
        await expect(client.callTool({ name })).rejects.toMatchObject({
          code: -32602,
          message: expect.stringContaining(`Unknown tool: ${name}`),
        });
      }
    });

    it('names the known toolsets when one is unknown', async () => {
      await using client = await connect(backend.url, {
        headers: { 'X-MCP-Toolsets': 'sampel' },
      });
      const refusal = {
        code: -32602,
        message: expect.stringContaining(
          'Unknown toolsets: sampel. Known are: sample',
        ),
      };
      await expect(client.listTools()).rejects.toMatchObject(refusal);
      await expect(client.callTool({ name: GREET })).rejects.toMatchObject(
        refusal,
      );
    });

    it.each(['X-MCP-Tools', 'X-MCP-Exclude-Tools'])(
      'refuses an unknown name in %s: a misspelt exclusion does not fail open',
      async header => {
        await using client = await connect(backend.url, {
          headers: { [header]: `${DELIVER}s` },
        });
        const refusal = {
          code: -32602,
          message: expect.stringContaining(`Unknown tools: ${DELIVER}s`),
        };
        await expect(client.listTools()).rejects.toMatchObject(refusal);
        await expect(client.callTool({ name: DELIVER })).rejects.toMatchObject(
          refusal,
        );
      },
    );

    it('names no nearest tool that the server does not have', async () => {
      await using client = await connect(`${backend.url}/parcels-2`);
      await expect(
        client.callTool({ name: 'sample_tell_callers' }),
      ).rejects.toMatchObject({
        message: expect.not.stringContaining(`${TELL}?`),
      });
    });

    it('lists what the operator wrote in place of the author', async () => {
      await using client = await connect(backend.url);
      const { tools } = await client.listTools();
      expect(tools).toContainEqual(
        expect.objectContaining({
          name: 'sample_list_teams',
          title: 'Teams',
          description: 'Lists the teams of Acme',
          annotations: expect.objectContaining({
            readOnlyHint: true,
            destructiveHint: false,
          }),
        }),
      );
    });
  });
});

const KEYS = ['readonly', 'info', 'sse', 'default'];
const STREAMABLE: Era[] = [
  { era: '2026-07-28', sdk: 'v2' },
  { era: '2025-11-25', sdk: 'v1' },
];
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
    describeEras(({ connect }) => {
      it('is served', async () => {
        await using client = await connect(`${backend.url}/${key}`);
        const { tools } = await client.listTools();
        expect(tools.map(({ name }) => name)).toEqual([TOOL]);
      });

      it('has a read-only variant', async () => {
        await using client = await connect(`${backend.url}/${key}/readonly`);
        expect((await client.listTools()).tools).toEqual([]);
      });
    }, STREAMABLE);
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
