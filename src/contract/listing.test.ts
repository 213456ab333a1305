import { type JsonObject } from '@backstage/types';
import { connect } from '../__testUtils__/connect';
import {
  type McpBackend,
  startMcpBackend,
} from '../__testUtils__/startMcpBackend';
import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockServices } from '@backstage/backend-test-utils';

const NEWEST = { era: '2026-07-28', sdk: 'v2' } as const;

/** How the operator has tools listed and called. */
describe('mcpActions', () => {
  let backend: McpBackend;

  afterEach(async () => {
    await backend.stop();
  });

  async function connectWith(mcpActions: JsonObject) {
    backend = await startMcpBackend({ config: { mcpActions } });
    return connect(backend.url, NEWEST);
  }

  it.each([
    ['by default', {}, 'sample_greet_user'],
    ['dotted', { toolNames: { style: 'dotted' } }, 'sample.greet-user'],
    ['without the plugin', { namespacedToolNames: false }, 'greet_user'],
    [
      'dotted, without the plugin',
      { namespacedToolNames: false, toolNames: { style: 'dotted' } },
      'greet-user',
    ],
    ['in 16 characters', { toolNames: { maxLength: 16 } }, 'sample_gr_090d42'],
  ])('lists names %s', async (_, mcpActions, name) => {
    await using client = await connectWith(mcpActions);
    const { tools } = await client.listTools();
    expect(tools.map(tool => tool.name)).toContain(name);
    const calls = [name, 'sample.greet-user', 'sample:greet-user'].map(
      spelling =>
        client.callTool({ name: spelling, arguments: { name: 'Ann' } }),
    );
    for (const { structuredContent } of await Promise.all(calls)) {
      expect(structuredContent).toEqual({ greeting: 'Hello Ann!' });
    }
  });

  it('resolves the aliases that the operator gives', async () => {
    await using client = await connectWith({
      toolNames: { aliases: { 'say-hello': 'sample:greet-user' } },
    });
    const { structuredContent } = await client.callTool({
      name: 'say-hello',
      arguments: { name: 'Ann' },
    });
    expect(structuredContent).toEqual({ greeting: 'Hello Ann!' });
  });

  it('shows the schemas of the actions as they are when told to', async () => {
    await using client = await connectWith({ schemas: 'verbatim' });
    const { tools } = await client.listTools();
    const greet = tools.find(({ name }) => name === 'sample_greet_user');
    expect(greet?.inputSchema).toHaveProperty('$schema');
  });

  it('shows no output schemas, and sends no structured content, when told not to', async () => {
    await using client = await connectWith({ outputSchemas: false });
    const { tools } = await client.listTools();
    expect(tools.filter(tool => 'outputSchema' in tool)).toEqual([]);
    expect(
      await client.callTool({
        name: 'sample_greet_user',
        arguments: { name: 'Ann' },
      }),
    ).not.toHaveProperty('structuredContent');
  });

  it('takes arguments for what they are when told to', async () => {
    await using client = await connectWith({ coerceArguments: false });
    const result = await client.callTool({
      name: 'sample_book_room',
      arguments: { seats: '8', tags: [] },
    });
    expect(result.isError).toBe(true);
  });
});

/** Registers an action that only some may see. */
const payrollPlugin = createBackendPlugin({
  pluginId: 'payroll',
  register(env) {
    env.registerInit({
      deps: { actionsRegistry: actionsRegistryServiceRef },
      async init({ actionsRegistry }) {
        actionsRegistry.register({
          name: 'tell-salary',
          title: 'Tell Salary',
          description: 'Tells what somebody earns',
          visibilityPermission: {
            type: 'basic',
            name: 'payroll.salary.read',
            attributes: { action: 'read' },
          },
          schema: {
            input: z => z.object({}),
            output: z => z.object({ salary: z.number() }),
          },
          action: async () => ({ output: { salary: 4_000 } }),
        });
      },
    });
  },
});

describe('a remembered list', () => {
  it('grants nothing: the plugin that owns the action decides on every call', async () => {
    let isAllowed = true;
    const permissions = mockServices.permissions.mock({
      authorize: async requests =>
        requests.map(() => ({ result: isAllowed ? 'ALLOW' : 'DENY' }) as never),
    });
    const backend = await startMcpBackend({
      features: [payrollPlugin, permissions.factory],
      config: { backend: { actions: { pluginSources: ['payroll'] } } },
    });
    const client = await connect(backend.url, {
      era: '2026-07-28',
      sdk: 'v2',
    });
    const call = () => client.callTool({ name: 'payroll_tell_salary' });

    expect((await call()).structuredContent).toEqual({ salary: 4_000 });
    isAllowed = false;
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['payroll_tell_salary']);
    // The registry does not say whether the action is there: nor do we.
    await expect(call()).rejects.toMatchObject({
      code: -32602,
      message: expect.stringMatching(/^Unknown tool: payroll_tell_salary\./),
    });

    await client.close();
    await backend.stop();
  });
});
