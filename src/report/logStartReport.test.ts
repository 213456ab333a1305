import { mockServices } from '@backstage/backend-test-utils';
import type { Report } from './createReport';
import { logStartReport } from './logStartReport';

const report: Report = {
  servers: [
    {
      key: 'default',
      name: 'Acme Portal',
      url: 'https://example.com/api/mcp-actions/v1',
      readOnlyUrl: 'https://example.com/api/mcp-actions/v1/readonly',
      connect: { clients: [] },
      tools: ['greeter_greet'],
    },
    {
      key: 'catalog',
      name: 'Catalog',
      url: 'https://example.com/api/mcp-actions/v1/catalog',
      readOnlyUrl: 'https://example.com/api/mcp-actions/v1/catalog/readonly',
      connect: { clients: [] },
      tools: [],
    },
  ],
  tools: [
    {
      name: 'greeter_greet',
      title: 'Greet',
      actionId: 'greeter:greet',
      pluginId: 'greeter',
      attributes: { readOnly: true, destructive: false, idempotent: true },
      changes: ['title is from mcpActions.overrides'],
    },
  ],
  omitted: [
    {
      actionId: 'greeter:wave',
      reason: 'it needs secrets, which must not pass through an AI client',
    },
  ],
  sources: [{ pluginId: 'greeter', actions: 2 }],
  missingSources: ['scaffolder'],
  oauth: { enabled: false },
  listedAt: '2026-11-23T10:00:00.000Z',
};

describe('logStartReport', () => {
  it('logs what is served in one block', () => {
    const logger = mockServices.logger.mock();

    logStartReport(logger, report, []);

    expect(logger.info.mock.calls).toEqual([
      [
        [
          'MCP servers',
          '  https://example.com/api/mcp-actions/v1  default, 1 tools',
          '  https://example.com/api/mcp-actions/v1/catalog  catalog, 0 tools',
          '  from greeter: 2 actions',
          '  scaffolder registers actions but is not in backend.actions.pluginSources. Add it to serve them',
          '  greeter:greet: title is from mcpActions.overrides',
          '  left out greeter:wave: it needs secrets, which must not pass through an AI client',
        ].join('\n'),
      ],
    ]);
  });

  it('logs each warning separately', () => {
    const logger = mockServices.logger.mock();

    logStartReport(logger, report, ['Use https', 'Server catalog has no tool']);

    expect(logger.warn.mock.calls).toEqual([
      ['Use https'],
      ['Server catalog has no tool'],
    ]);
  });

  it('logs no warning when everything is fine', () => {
    const logger = mockServices.logger.mock();

    logStartReport(logger, report, []);

    expect(logger.warn).not.toHaveBeenCalled();
  });
});
