import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { callContext } from '../__testUtils__/callContext';
import { readMcpActionsConfig } from '../config/readMcpActionsConfig';
import { ToolCatalog } from '../catalog/ToolCatalog';
import type { Viewer } from '../tools/types';
import type { Catalogs } from './Catalogs';
import { Reporter, type ReporterOptions } from './Reporter';

const jane = callContext({
  credentials: mockCredentials.user('user:default/jane'),
});

const greet: ActionsServiceAction = {
  id: 'greeter:greet',
  pluginId: 'greeter',
  name: 'greet',
  title: 'Greet',
  description: 'Greets someone',
  schema: { input: { type: 'object' }, output: {} },
  attributes: { readOnly: true, destructive: false, idempotent: true },
};
const deleteEntity: ActionsServiceAction = {
  ...greet,
  id: 'catalog:delete-entity',
  pluginId: 'catalog',
  name: 'delete-entity',
};

/** Jane may only greet. The plugin itself sees everything. */
async function catalogsOf({ credentials }: Viewer): Promise<Catalogs['of']> {
  const actions =
    credentials === jane.credentials ? [greet] : [greet, deleteEntity];
  return ({ filter }) => ToolCatalog.create(actions, { filter });
}

function reporterOf(options: Partial<ReporterOptions> = {}) {
  const logger = mockServices.logger.mock();
  const reporter = Reporter.create({
    config: readMcpActionsConfig(
      new ConfigReader({
        backend: { actions: { pluginSources: ['greeter', 'catalog'] } },
      }),
    ),
    catalogsOf,
    missingSources: { find: async () => ['scaffolder'] },
    auth: mockServices.auth(),
    discovery: mockServices.discovery.mock({
      getExternalBaseUrl: async plugin => `http://example.com/api/${plugin}`,
    }),
    signInWays: { read: async () => [] },
    logger,
    ...options,
  });
  return { reporter, logger };
}

describe('Reporter', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  describe('report', () => {
    it('reports what the principal sees', async () => {
      const report = await reporterOf().reporter.report(jane);

      expect(report.tools.map(tool => tool.name)).toEqual(['greeter_greet']);
    });

    it('has the external URLs', async () => {
      const report = await reporterOf().reporter.report(jane);

      expect(report.servers[0].url).toBe(
        'http://example.com/api/mcp-actions/v1',
      );
    });

    it('names plugins with actions that are not sources', async () => {
      const report = await reporterOf().reporter.report(jane);
      expect(report.missingSources).toEqual(['scaffolder']);
    });

    it('reports the available ways to sign in', async () => {
      const { reporter } = reporterOf({
        config: readMcpActionsConfig(
          new ConfigReader({
            auth: { clientIdMetadataDocuments: { enabled: true } },
          }),
        ),
        signInWays: { read: async () => ['client-id-metadata-document'] },
      });

      expect((await reporter.report(jane)).oauth).toMatchObject({
        enabled: true,
        ways: ['client-id-metadata-document'],
      });
    });

    it('asks the sources anew each time', async () => {
      const asked = jest.fn(catalogsOf);
      const { reporter } = reporterOf({ catalogsOf: asked });

      await reporter.report(jane);
      await reporter.report(jane);

      expect(asked).toHaveBeenCalledTimes(2);
    });

    it('fails when the sources do not respond', async () => {
      const { reporter } = reporterOf({
        catalogsOf: async () => {
          throw new Error('No plugin answers');
        },
      });

      await expect(reporter.report(jane)).rejects.toThrow('No plugin answers');
    });
  });

  describe('explain', () => {
    it('explains a tool as the principal sees it', async () => {
      const { reporter } = reporterOf();

      expect(await reporter.explain('greet', jane)).toEqual({
        asked: 'greet',
        actionId: 'greeter:greet',
        servers: [{ key: 'default', listed: true }],
      });
      expect(await reporter.explain('scaffolder:run', jane)).toEqual({
        asked: 'scaffolder:run',
        reason:
          'scaffolder registers actions but is not in backend.actions.pluginSources. Add it to serve them',
      });
      expect(await reporter.explain('catalog:delete-entity', jane)).toEqual({
        asked: 'catalog:delete-entity',
        reason: expect.stringContaining('catalog lists no action for you'),
      });
    });
  });

  describe('logStart', () => {
    it('logs what the plugin itself sees', async () => {
      const { reporter, logger } = reporterOf();

      await reporter.logStart();

      expect(logger.info.mock.calls).toEqual([
        [
          expect.stringContaining(
            'http://example.com/api/mcp-actions/v1  default, 2 tools',
          ),
        ],
      ]);
    });

    it.each([
      { environment: 'production', warnings: 1 },
      { environment: 'development', warnings: 0 },
    ])('warns of plain http in $environment: $warnings', async row => {
      const env = { ...process.env, NODE_ENV: row.environment };
      jest.replaceProperty(process, 'env', env as typeof process.env);
      const { reporter, logger } = reporterOf();

      await reporter.logStart();

      expect(logger.warn).toHaveBeenCalledTimes(row.warnings);
    });

    it('logs a failure, and lets the backend start', async () => {
      const failure = new Error('No plugin answers');
      const { reporter, logger } = reporterOf({
        catalogsOf: async () => {
          throw failure;
        },
      });

      await expect(reporter.logStart()).resolves.toBeUndefined();
      expect(logger.warn.mock.calls).toEqual([
        ['The MCP tools could not be listed at start', failure],
      ]);
    });
  });
});
