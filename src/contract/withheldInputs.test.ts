import type { AuditorEvent } from '@backstage/backend-defaults/auditor';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { describeClients } from '../__testUtils__/describeClients';
import {
  received,
  SECRET,
  templatePlugin,
  vaultPlugin,
} from '../__testUtils__/secretActions';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import {
  realTelemetryServices,
  startTelemetry,
} from '../__testUtils__/telemetry';
import { until } from '../__testUtils__/until';

const TEMPLATE = 'scaffolder_execute_template';

/**
 * Secrets do not pass through a model, and no log, span or audit event repeats
 * them.
 */
describe('secrets', () => {
  const auditEvents: AuditorEvent[] = [];
  const logger = mockServices.logger.mock();
  logger.child.mockImplementation(() => logger);
  let telemetry: ReturnType<typeof startTelemetry>;
  let backend: McpBackend;

  beforeAll(async () => {
    telemetry = startTelemetry();
    backend = await startMcpBackend({
      features: [
        templatePlugin,
        vaultPlugin,
        logger.factory,
        ...realTelemetryServices(auditEvents),
      ],
      config: {
        app: { baseUrl: 'https://portal.example' },
        backend: { actions: { pluginSources: ['scaffolder', 'vault'] } },
        mcpActions: { tracing: { capture: { toolPayload: true } } },
      },
    });
  });

  beforeEach(() => {
    received.splice(0);
    logger.error.mockClear();
  });

  afterAll(async () => {
    await backend?.stop();
    await telemetry?.stop();
  });

  async function whyNot(asked: string) {
    const authorization = mockCredentials.user.header();
    const response = await fetch(`${backend.url}/info?whyNot=${asked}`, {
      headers: { authorization },
    });
    return response.json();
  }

  /**
   * Ignores the platform's log of the failed request to the action's own
   * plugin.
   */
  function ownLog() {
    return logger.error.mock.calls.filter(([text]) =>
      text.startsWith('tools/call failed'),
    );
  }

  describeClients(({ connect }) => {
    async function call(name: string, args: JsonObject) {
      const client = await connect(backend.url);
      const result = await client.callTool({ name, arguments: args });
      await client.close();
      const [{ text }] = result.content as Array<{ text: string }>;
      return { text, isError: result.isError ?? false };
    }

    it('are not among the inputs of template tools', async () => {
      const client = await connect(backend.url);
      const { tools } = await client.listTools();
      await client.close();
      const tool = tools.find(({ name }) => name === TEMPLATE);

      expect(Object.keys(tool?.inputSchema.properties ?? {})).toEqual([
        'templateRef',
        'values',
      ]);
      expect(JSON.stringify(tool)).not.toMatch(/secret/i);
    });

    it('stop a template, with a link to its page in the portal', async () => {
      const templateRef = 'template:default/website';
      const secrets = { token: SECRET };

      expect(
        await call(TEMPLATE, { templateRef, values: {}, secrets }),
      ).toEqual({
        isError: true,
        text: 'InputError: secrets is not taken from AI clients. Run this in the portal: https://portal.example/create/templates/default/website',
      });
      expect(received).toEqual([]);
    });

    it('are not needed to run a template', async () => {
      const args = { templateRef: 'website', values: { name: 'web' } };

      expect(await call(TEMPLATE, args)).toEqual({
        isError: false,
        text: '{"taskId":"task-1"}',
      });
      expect(received).toEqual([args]);
    });

    it('are left out of an action where they are optional', async () => {
      expect(await call('vault_open', { door: 'front' })).toEqual({
        isError: false,
        text: '{"hasSecret":false}',
      });
    });

    it.each(['none', 'refused', 'crashed'])(
      'do not appear in what operators see of a call that sent one: %s',
      async fault => {
        const seen = {
          audit: auditEvents.length,
          spans: telemetry.spans().length,
        };
        const { isError } = await call(`vault_log_in_${fault}`, {
          password: SECRET,
        });

        expect(isError).toBe(fault !== 'none');
        await until(
          () =>
            auditEvents
              .slice(seen.audit)
              .filter(({ eventId }) => eventId === 'tool-execution').length ===
            2,
        );
        const ours = telemetry
          .spans()
          .slice(seen.spans)
          .filter(({ name }) => name === 'tools/call');
        expect(ours).toMatchObject([
          {
            attributes: {
              'gen_ai.tool.call.arguments': '{"password":"[redacted]"}',
            },
          },
        ]);
        const written = [
          ...auditEvents.slice(seen.audit),
          ...ours.map(({ attributes, status, events }) => [
            attributes,
            status,
            events,
          ]),
          ...ownLog(),
        ];
        expect(JSON.stringify(written, withErrors)).not.toContain(SECRET);
        expect(ownLog()).toHaveLength(fault === 'crashed' ? 1 : 0);
      },
    );
  });

  it('exclude an action that requires one', async () => {
    expect(await whyNot('vault:unlock')).toMatchObject({
      reason: 'it needs secrets, which must not pass through an AI client',
    });
  });

  it('do not appear in the report on a tool', async () => {
    const explained = await whyNot('scaffolder:execute-template');

    expect(explained).toMatchObject({ servers: [{ listed: true }] });
    expect(JSON.stringify(explained)).not.toMatch(/secret/i);
  });
});

/** Includes the properties of errors, which JSON leaves out. */
function withErrors(_key: string, value: unknown) {
  return value instanceof Error
    ? { ...value, message: value.message, stack: value.stack }
    : value;
}
