import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockServices } from '@backstage/backend-test-utils';
import { connect } from '../__testUtils__/connect';
import { startMcpBackend } from '../__testUtils__/startMcpBackend';

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
    expect(await call()).toMatchObject({
      isError: true,
      content: [
        {
          text: 'NotFoundError: Action "payroll:tell-salary" not found',
        },
      ],
    });

    await client.close();
    await backend.stop();
  });
});
