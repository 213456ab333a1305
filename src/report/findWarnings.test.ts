import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readMcpActionsConfig } from '../config/readMcpActionsConfig';
import { ToolCatalog } from '../catalog/ToolCatalog';
import { createCatalogs } from './Catalogs';
import { createReport } from './createReport';
import { findWarnings } from './findWarnings';

function sampleAction(id: string, description = ''): ActionsServiceAction {
  const [pluginId, name] = id.split(':');
  return {
    id,
    pluginId,
    name,
    title: `Title of ${name}`,
    description,
    schema: { input: { type: 'object' }, output: {} },
    attributes: { readOnly: true, destructive: false, idempotent: true },
  };
}

interface Setup {
  mcpActions?: JsonObject;
  pluginSources?: string[];
  actions?: ActionsServiceAction[];
  baseUrl?: string;
  isProduction?: boolean;
  permission?: JsonObject;
}

function warningsOf(setup: Setup): string[] {
  const {
    mcpActions = {},
    pluginSources = ['greeter'],
    actions = [sampleAction('greeter:greet')],
    baseUrl = 'https://example.com',
    isProduction = true,
    permission = {},
  } = setup;
  const config = readMcpActionsConfig(
    new ConfigReader({
      mcpActions,
      permission,
      backend: { actions: { pluginSources } },
    }),
  );
  const catalogs = createCatalogs(
    ({ filter }) => ToolCatalog.create(actions, { ...config, filter }),
    config.servers,
  );
  const report = createReport({
    config,
    catalogs,
    missingSources: [],
    baseUrl: `${baseUrl}/api/mcp-actions`,
    authBaseUrl: `${baseUrl}/api/auth`,
  });
  return findWarnings({
    config,
    catalog: catalogs.everything,
    report,
    isProduction,
  });
}

function manyActions(count: number) {
  return Array.from({ length: count }, (_, index) =>
    sampleAction(`greeter:greet-${index}`),
  );
}

describe('findWarnings', () => {
  it('returns no warnings when everything is fine', () => {
    expect(warningsOf({})).toEqual([]);
  });

  describe('about permissions', () => {
    const mcpActions = { permissions: { enabled: true } };

    it.each([{}, { enabled: false }])(
      'warns that nothing is enforced with permission: %j',
      permission => {
        expect(warningsOf({ mcpActions, permission })).toEqual([
          'mcpActions.permissions.enabled is true, but permission.enabled is not: no policy is asked, and every user may use every tool. Set permission.enabled to true',
        ]);
      },
    );

    it('returns no warning when a policy is asked, or permissions are off', () => {
      const permission = { enabled: true };
      expect(warningsOf({ mcpActions, permission })).toEqual([]);
      expect(warningsOf({ permission })).toEqual([]);
    });
  });

  describe('about the base URL', () => {
    it.each(['http://localhost:7007', 'http://127.0.0.1', 'https://[::1]'])(
      'warns in production that %s is unreachable',
      baseUrl => {
        expect(warningsOf({ baseUrl })).toEqual([
          expect.stringMatching(
            /^backend\.baseUrl is on (localhost|127\.0\.0\.1|\[::1\]): clients elsewhere cannot connect\./,
          ),
        ]);
      },
    );

    it('warns about plain http in production', () => {
      expect(warningsOf({ baseUrl: 'http://example.com' })).toEqual([
        'backend.baseUrl is plain http: tokens travel unencrypted, and most clients refuse to sign in. Use https',
      ]);
    });

    it.each(['http://localhost:7007', 'http://example.com'])(
      'accepts %s in development',
      baseUrl => {
        expect(warningsOf({ baseUrl, isProduction: false })).toEqual([]);
      },
    );
  });

  describe('about the sources', () => {
    it('warns when there are no sources', () => {
      expect(warningsOf({ pluginSources: [], actions: [] })).toEqual([
        'backend.actions.pluginSources is empty: there are no tools. Write the ids of the plugins whose actions to serve',
      ]);
    });

    it('warns about each source that lists no action', () => {
      expect(
        warningsOf({ pluginSources: ['greeter', 'catalog', 'search'] }),
      ).toEqual([
        'catalog in backend.actions.pluginSources lists no action: is it installed, and does it register any?',
        'search in backend.actions.pluginSources lists no action: is it installed, and does it register any?',
      ]);
    });
  });

  describe('about the servers', () => {
    it('warns when there are no servers', () => {
      expect(
        warningsOf({ mcpActions: { default: { enabled: false } } }),
      ).toEqual([
        'mcpActions.default.enabled is false and mcpActions.servers is empty: nothing is served. Configure a server',
      ]);
    });

    it('warns about a server with a filter that excludes everything', () => {
      const exclude = [{ id: 'greeter:*' }];

      expect(
        warningsOf({ mcpActions: { default: { filter: { exclude } } } }),
      ).toEqual([
        'Server default has no tool: its filter leaves nothing. See /v1/info',
      ]);
    });

    it.each([
      { count: 40, warnings: [] },
      {
        count: 41,
        warnings: [
          'Server default has 41 tools, Cursor takes 40 at most. Narrow it, or add servers in mcpActions.servers',
        ],
      },
      {
        count: 128,
        warnings: [
          'Server default has 128 tools, Cursor takes 40 at most. Narrow it, or add servers in mcpActions.servers',
        ],
      },
      {
        count: 129,
        warnings: [
          'Server default has 129 tools, VS Code takes 128 at most. Narrow it, or add servers in mcpActions.servers',
        ],
      },
    ])('warns about too many tools for a client: $count', row => {
      expect(warningsOf({ actions: manyActions(row.count) })).toEqual(
        row.warnings,
      );
    });
  });

  describe('about rules and overrides', () => {
    it('warns about an override without an action', () => {
      const overrides = { 'greeter:great': { title: 'Hello' } };

      expect(warningsOf({ mcpActions: { overrides } })).toEqual([
        'mcpActions.overrides.greeter:great: there is no such action. The ids are at /v1/info',
      ]);
    });

    it('accepts an override that hides its action', () => {
      expect(
        warningsOf({
          mcpActions: { overrides: { 'greeter:wave': { hidden: true } } },
          actions: [
            sampleAction('greeter:greet'),
            sampleAction('greeter:wave'),
          ],
        }),
      ).toEqual([]);
    });

    it('warns once about each rule that matches nothing', () => {
      const filter = {
        include: [{ id: 'greeter:*' }, { id: 'greter:*' }],
        exclude: [{ id: 'greeter:*', attributes: { destructive: true } }],
      };

      expect(
        warningsOf({
          mcpActions: {
            default: { enabled: false },
            servers: { greetings: { name: 'Greetings', filter } },
          },
        }),
      ).toEqual([
        'mcpActions.servers.greetings.filter.include[1] matches no action. The ids and attributes are at /v1/info',
        'mcpActions.servers.greetings.filter.exclude[0] matches no action. The ids and attributes are at /v1/info',
      ]);
    });

    it('returns no such warning while no action is listed', () => {
      expect(
        warningsOf({
          mcpActions: {
            default: { filter: { exclude: [{ id: 'catalog:*' }] } },
            overrides: { 'catalog:get': { hidden: true } },
          },
          actions: [],
        }),
      ).toEqual([
        'greeter in backend.actions.pluginSources lists no action: is it installed, and does it register any?',
      ]);
    });
  });

  describe('about texts', () => {
    it.each([
      { length: 4096, warnings: [] },
      {
        length: 4097,
        warnings: [
          'The instructions of server default are longer than 4096 characters: Claude Code cuts them there. Shorten them',
          'The description of greeter:greet has 4097 characters: Claude Code cuts it at 4096 when its tool search is off. Shorten it in mcpActions.overrides if your users switch that off',
        ],
      },
    ])('returns $warnings.length warnings for $length characters', row => {
      const text = 'a'.repeat(row.length);

      expect(
        warningsOf({
          mcpActions: { instructions: text },
          actions: [sampleAction('greeter:greet', text)],
        }),
      ).toEqual(row.warnings);
    });
  });
});
