import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { Router } from 'express';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { until } from '../__testUtils__/until';

const MCP_ACTIONS = {
  default: { filter: { exclude: [{ attributes: { destructive: true } }] } },
  servers: {
    greeting: {
      name: 'Greeting',
      filter: { include: [{ id: 'sample:greet-*' }, { id: 'nothing:*' }] },
    },
    empty: { name: 'Empty', filter: { include: [{ id: 'nobody:*' }] } },
  },
  overrides: {
    'sample:count-teams': { hidden: true },
    'sample:name-team': { title: 'Team', attributes: { readOnly: true } },
    'sample:nowhere': { hidden: true },
  },
};

/** As backend-defaults 0.19 answers for a plugin that registers actions. */
const forgottenPlugin = createBackendPlugin({
  pluginId: 'forgotten',
  register(env) {
    env.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        httpRouter.use(
          Router().get('/.backstage/actions/v1/status', (_req, res) => {
            res.json({ hasActions: true });
          }),
        );
      },
    });
  },
});

describe('what is served and why', () => {
  const logger = mockServices.logger.mock();
  logger.child.mockImplementation(() => logger);
  let backend: McpBackend;

  beforeAll(async () => {
    backend = await startMcpBackend({
      features: [logger.factory, forgottenPlugin],
      config: {
        backend: { actions: { pluginSources: ['sample', 'absent'] } },
        auth: { clientIdMetadataDocuments: { enabled: true } },
        mcpActions: MCP_ACTIONS,
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  async function info(query = ''): Promise<JsonObject> {
    const response = await fetch(`${backend.url}/info${query}`, {
      headers: { authorization: mockCredentials.user.header() },
    });
    expect(response.status).toBe(200);
    return response.json();
  }

  describe('at /v1/info', () => {
    it('names the servers with their URLs and tools', async () => {
      const { servers } = await info();
      expect(servers).toContainEqual({
        key: 'greeting',
        name: 'Greeting',
        url: `${backend.url}/greeting`,
        readOnlyUrl: `${backend.url}/greeting/readonly`,
        sseUrl: `${backend.url}/greeting/sse`,
        resourceMetadataUrl: `${backend.rootUrl}/.well-known/oauth-protected-resource/api/mcp-actions/v1/greeting`,
        connect: {
          page: `${backend.url}/greeting`,
          clients: expect.arrayContaining([
            {
              client: 'Codex',
              kind: 'command',
              command: expect.stringContaining('codex mcp add greeting --url'),
            },
          ]),
        },
        tools: ['sample_greet_user'],
      });
    });

    it('names plugins with actions that are no sources', async () => {
      expect((await info()).missingSources).toEqual(['forgotten']);
    });

    it('tells where a tool comes from and what was changed', async () => {
      const { tools } = await info();
      expect(tools).toContainEqual({
        name: 'sample_name_team',
        title: 'Team',
        actionId: 'sample:name-team',
        pluginId: 'sample',
        attributes: { readOnly: true, destructive: false, idempotent: false },
        changes: [
          'title is from mcpActions.overrides',
          'attributes is from mcpActions.overrides',
        ],
      });
    });

    it('tells what was left out, which sources answered and when', async () => {
      expect(await info()).toMatchObject({
        omitted: [
          {
            actionId: 'sample:count-teams',
            reason: 'mcpActions.overrides.sample:count-teams.hidden',
          },
        ],
        sources: [
          { pluginId: 'sample', actions: expect.any(Number) },
          { pluginId: 'absent', actions: 0 },
        ],
        oauth: {
          enabled: true,
          authorizationServers: [`${backend.rootUrl}/api/auth`],
          scopesSupported: ['openid'],
        },
        listedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      });
    });

    it.each([
      [
        'sample_greet_user',
        [
          { key: 'default', listed: true },
          { key: 'greeting', listed: true },
          {
            key: 'empty',
            listed: false,
            reason:
              'no rule of mcpActions.servers.empty.filter.include matches',
          },
        ],
      ],
      [
        'sample.deliver-parcel',
        [
          {
            key: 'default',
            listed: false,
            reason: 'mcpActions.default.filter.exclude[0] matches',
          },
          {
            key: 'greeting',
            listed: false,
            reason:
              'no rule of mcpActions.servers.greeting.filter.include matches',
          },
          {
            key: 'empty',
            listed: false,
            reason:
              'no rule of mcpActions.servers.empty.filter.include matches',
          },
        ],
      ],
    ])('says which rule keeps %s away', async (asked, servers) => {
      expect(await info(`?whyNot=${asked}`)).toMatchObject({ asked, servers });
    });

    it.each([
      ['sample:count-teams', 'mcpActions.overrides.sample:count-teams.hidden'],
      ['other:action', 'other is not in backend.actions.pluginSources'],
      ['absent:action', 'absent lists no action for you'],
      ['sample:action', 'sample does not list it for you'],
      ['nonsense', 'no tool has this name'],
    ])('says why there is no %s', async (asked, reason) => {
      expect(await info(`?whyNot=${asked}`)).toEqual(
        expect.objectContaining({ reason: expect.stringContaining(reason) }),
      );
    });

    it('takes GET only', async () => {
      const response = await fetch(`${backend.url}/info`, {
        method: 'POST',
        headers: {
          authorization: mockCredentials.user.header(),
          'content-type': 'application/json',
        },
        body: '{}',
      });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('GET');
    });
  });

  describe('in the log at start', () => {
    it('is one block', async () => {
      const block = () =>
        logger.info.mock.calls
          .map(([message]) => message)
          .find(message => message.startsWith('MCP servers\n'));
      await until(() => block() !== undefined);
      expect(block()).toContain(
        `  ${backend.url}/greeting  greeting, 1 tools\n`,
      );
      expect(block()).toContain('\n  from absent: 0 actions\n');
      expect(block()).toContain(
        '\n  left out sample:count-teams: mcpActions.overrides.sample:count-teams.hidden',
      );
    });

    it.each([
      'absent in backend.actions.pluginSources lists no action: is it installed, and does it register any?',
      'Server empty has no tool: its filter leaves nothing. See /v1/info',
      'mcpActions.overrides.sample:nowhere: there is no such action. The ids are at /v1/info',
      'mcpActions.servers.greeting.filter.include[1] matches no action. The ids and attributes are at /v1/info',
    ])('warns: %s', async warning => {
      await until(() =>
        logger.warn.mock.calls.some(([message]) => message === warning),
      );
      expect(
        logger.warn.mock.calls.filter(([message]) => message === warning),
      ).toHaveLength(1);
    });
  });
});

describe('a configuration', () => {
  it.each([
    [
      { servers: { sse: { name: 'S' } } },
      "Invalid config at 'mcpActions.servers.sse': its path is the HTTP+SSE transport of the default server",
    ],
    [
      { servers: { Catalog: { name: 'S' } } },
      "Invalid config at 'mcpActions.servers.Catalog'",
    ],
    [{ servers: { a: {} } }, "'mcpActions.servers.a.name'"],
    [{ servers: 'all' }, "Invalid config at 'mcpActions.servers'"],
    [
      {
        servers: {
          a: {
            name: 'A',
            filter: { exclude: [{ attributes: { readonly: true } }] },
          },
        },
      },
      "Invalid config at 'mcpActions.servers.a.filter.exclude[0].attributes.readonly': the keys here are destructive, readOnly, idempotent",
    ],
    [
      { default: { filter: { include: [{ ids: 'catalog:*' }] } } },
      "Invalid config at 'mcpActions.default.filter.include[0].ids'",
    ],
    [
      { toolNames: { style: 'kebab' } },
      "Invalid config at 'mcpActions.toolNames.style': kebab is not one of snake_case, dotted",
    ],
    [
      { toolNames: { maxLength: 8 } },
      "Invalid config at 'mcpActions.toolNames.maxLength': 8 is not a whole number from 16 to 128",
    ],
    [
      { toolNames: { aliases: { hello: 'greet-user' } } },
      "Invalid config at 'mcpActions.toolNames.aliases.hello': greet-user is not an action id",
    ],
    [
      { schemas: 'loose' },
      "Invalid config at 'mcpActions.schemas': loose is not one of portable, verbatim",
    ],
    [
      { overrides: { greet: { hidden: true } } },
      "Invalid config at 'mcpActions.overrides.greet': the key greet is not an action id",
    ],
  ])('%j stops the start with a message', async (mcpActions, message) => {
    await expect(
      startMcpBackend({ config: { mcpActions: mcpActions as JsonObject } }),
    ).rejects.toThrow(message);
  });

  it('written for 0.2.2 serves the same servers', async () => {
    const backend = await startMcpBackend({
      config: {
        mcpActions: {
          name: 'Acme',
          description: 'All of Acme',
          instructions: 'Ask first',
          namespacedToolNames: false,
          tracing: { capture: { toolPayload: 'true' } },
          servers: {
            'read-only': {
              name: 'Reading',
              description: 'Reads',
              instructions: 'Only read',
              filter: {
                include: [{ attributes: { readOnly: true } }],
                exclude: [{ id: 'sample:raise-*' }, { id: 'sample:crash' }],
              },
            },
          },
        },
      },
    });
    const response = await fetch(`${backend.url}/info`, {
      headers: { authorization: mockCredentials.user.header() },
    });
    const { servers } = await response.json();
    await backend.stop();
    expect(servers).toMatchObject([
      { url: backend.url, tools: expect.arrayContaining(['deliver_parcel']) },
      {
        url: `${backend.url}/read-only`,
        tools: ['draw_team', 'greet_user', 'tell_caller'],
      },
    ]);
  });
});
