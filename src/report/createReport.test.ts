import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { SignInWay } from '../config/types';
import { readMcpActionsConfig } from '../config/readMcpActionsConfig';
import { ToolCatalog } from '../catalog/ToolCatalog';
import { createCatalogs } from './Catalogs';
import {
  createReport,
  type CreateReportOptions,
  type Report,
} from './createReport';

const READ_ONLY = { readOnly: true, destructive: false, idempotent: true };

function sampleAction(id: string): ActionsServiceAction {
  const [pluginId, name] = id.split(':');
  return {
    id,
    pluginId,
    name,
    title: `Title of ${name}`,
    description: `Description of ${name}`,
    schema: { input: { type: 'object' }, output: {} },
    attributes: READ_ONLY,
  };
}

const ACTIONS = [
  sampleAction('greeter:greet'),
  sampleAction('catalog:get-entity'),
  {
    ...sampleAction('catalog:rotate-keys'),
    schema: {
      input: { type: 'object' as const },
      output: {},
      secrets: {
        type: 'object' as const,
        properties: { token: { type: 'string' as const } },
        required: ['token'],
      },
    },
  },
];

interface Given extends Partial<CreateReportOptions> {
  actions?: ActionsServiceAction[];
}

function reportOf(
  data: JsonObject,
  { actions = ACTIONS, ...options }: Given = {},
) {
  const config = readMcpActionsConfig(new ConfigReader(data));
  return createReport({
    config,
    catalogs: createCatalogs(
      ({ filter }) => ToolCatalog.create(actions, { ...config, filter }),
      config.servers,
    ),
    missingSources: [],
    baseUrl: 'https://example.com/api/mcp-actions',
    authBaseUrl: 'https://example.com/api/auth',
    ...options,
  });
}

const OAUTH = { clientIdMetadataDocuments: { enabled: true } };

describe('createReport', () => {
  it('reports when the sources were asked', () => {
    jest.useFakeTimers({ now: new Date('2026-11-23T10:00:00Z') });
    expect(reportOf({}).listedAt).toBe('2026-11-23T10:00:00.000Z');
    jest.useRealTimers();
  });

  describe('servers', () => {
    it('have the URLs that clients use', () => {
      expect(reportOf({}).servers).toEqual([
        {
          key: 'default',
          name: 'backstage',
          url: 'https://example.com/api/mcp-actions/v1',
          readOnlyUrl: 'https://example.com/api/mcp-actions/v1/readonly',
          sseUrl: 'https://example.com/api/mcp-actions/v1/sse',
          connect: {
            page: 'https://example.com/api/mcp-actions/v1',
            clients: expect.arrayContaining([
              {
                client: 'Codex',
                kind: 'command',
                command:
                  'codex mcp add backstage --url https://example.com/api/mcp-actions/v1',
              },
            ]),
          },
          tools: ['catalog_get_entity', 'greeter_greet'],
        },
      ]);
    });

    it('have no page when it is off', () => {
      const { servers } = reportOf({
        mcpActions: { page: { enabled: false } },
      });

      expect(servers[0].connect).not.toHaveProperty('page');
      expect(servers[0].connect.clients).not.toEqual([]);
    });

    it('have no HTTP+SSE when it is off', () => {
      const { servers } = reportOf({ mcpActions: { sse: { enabled: false } } });

      expect(servers[0]).not.toHaveProperty('sseUrl');
    });

    it('have their own document when OAuth is on', () => {
      const { servers } = reportOf({
        auth: OAUTH,
        mcpActions: { servers: { greetings: { name: 'Greetings' } } },
      });

      expect(servers.map(server => server.resourceMetadataUrl)).toEqual([
        'https://example.com/.well-known/oauth-protected-resource/api/mcp-actions/v1',
        'https://example.com/.well-known/oauth-protected-resource/api/mcp-actions/v1/greetings',
      ]);
    });

    it('have the tools that their filters include', () => {
      const { servers } = reportOf({
        mcpActions: {
          default: { filter: { exclude: [{ id: 'greeter:*' }] } },
          servers: {
            greetings: {
              name: 'Greetings',
              filter: { include: [{ id: 'greeter:*' }] },
            },
          },
        },
      });

      expect(servers.map(({ key, tools }) => [key, tools])).toEqual([
        ['default', ['catalog_get_entity']],
        ['greetings', ['greeter_greet']],
      ]);
    });
  });

  describe('tools', () => {
    it('have their names, titles and attributes', () => {
      expect(reportOf({}).tools[0]).toEqual({
        name: 'catalog_get_entity',
        title: 'Title of get-entity',
        actionId: 'catalog:get-entity',
        pluginId: 'catalog',
        attributes: READ_ONLY,
        changes: [],
      });
    });

    it('show how they differ from what the author wrote', () => {
      const overrides = { 'greeter:greet': { title: 'Hello' } };
      const { tools } = reportOf({ mcpActions: { overrides } });

      expect(tools.map(({ name, changes }) => [name, changes])).toEqual([
        ['catalog_get_entity', []],
        ['greeter_greet', ['title is from mcpActions.overrides']],
      ]);
    });

    it('appear even if no server has them', () => {
      const { tools } = reportOf({
        mcpActions: { default: { filter: { exclude: [{ id: 'greeter:*' }] } } },
      });

      expect(tools.map(({ name, actionId }) => [name, actionId])).toEqual([
        ['catalog_get_entity', 'catalog:get-entity'],
        ['greeter_greet', 'greeter:greet'],
      ]);
    });
  });

  describe('with servers that each have a tool with the same name', () => {
    const actions = [
      sampleAction('greeter:send'),
      sampleAction('parcels:send'),
    ];
    const greetings = {
      name: 'Greetings',
      filter: { include: [{ id: 'greeter:*' }] },
    };
    const parcels = {
      name: 'Parcels',
      filter: { include: [{ id: 'parcels:*' }] },
    };
    const namesIn = ({ servers, tools }: Report) => ({
      servers: servers.map(server => [server.key, server.tools]),
      tools: tools.map(({ name, actionId }) => [name, actionId]),
    });

    it('keeps the name for both tools', () => {
      const mcpActions = {
        namespacedToolNames: false,
        default: { enabled: false },
        servers: { greetings, parcels },
      };

      expect(namesIn(reportOf({ mcpActions }, { actions }))).toEqual({
        servers: [
          ['greetings', ['send']],
          ['parcels', ['send']],
        ],
        tools: [
          ['send', 'greeter:send'],
          ['send', 'parcels:send'],
        ],
      });
    });

    it('names each tool as on the first server that has it', () => {
      const mcpActions = {
        namespacedToolNames: false,
        servers: { greetings },
      };

      expect(namesIn(reportOf({ mcpActions }, { actions }))).toEqual({
        servers: [
          // Both are here, where one name would mean either.
          ['default', ['send_119649', 'send_23ddfb']],
          ['greetings', ['send']],
        ],
        tools: [
          ['send_119649', 'greeter:send'],
          ['send_23ddfb', 'parcels:send'],
        ],
      });
    });
  });

  it('lists the actions that are not tools, with the reasons', () => {
    const overrides = { 'greeter:greet': { hidden: true } };

    expect(reportOf({ mcpActions: { overrides } }).omitted).toEqual([
      {
        actionId: 'greeter:greet',
        reason: 'mcpActions.overrides.greeter:greet.hidden',
      },
      {
        actionId: 'catalog:rotate-keys',
        reason: 'it needs secrets, which must not pass through an AI client',
      },
    ]);
  });

  it('counts the actions of each source, including those that are not tools', () => {
    const pluginSources = ['catalog', 'greeter', 'greet', 'search'];

    expect(
      reportOf({ backend: { actions: { pluginSources } } }).sources,
    ).toEqual([
      { pluginId: 'catalog', actions: 2 },
      { pluginId: 'greeter', actions: 1 },
      { pluginId: 'greet', actions: 0 },
      { pluginId: 'search', actions: 0 },
    ]);
  });

  describe('oauth', () => {
    it('is off', () => {
      expect(reportOf({}).oauth).toEqual({ enabled: false });
    });

    it('says where clients sign in, and with which scopes', () => {
      expect(reportOf({ auth: OAUTH }).oauth).toEqual({
        enabled: true,
        authorizationServers: ['https://example.com/api/auth'],
        scopesSupported: ['openid'],
      });
    });

    it.each<{ signInWays: SignInWay[] }>([
      { signInWays: [] },
      { signInWays: ['client-id-metadata-document', 'static-client'] },
    ])('reports $signInWays as available', ({ signInWays }) => {
      expect(reportOf({ auth: OAUTH }, { signInWays }).oauth).toMatchObject({
        enabled: true,
        ways: signInWays,
      });
    });

    it('names the external identity provider', () => {
      const oauth = { authorizationServers: ['https://id.example'] };
      expect(reportOf({ mcpActions: { oauth } }).oauth).toEqual({
        enabled: true,
        authorizationServers: ['https://id.example'],
        scopesSupported: ['openid'],
      });
    });
  });
});
