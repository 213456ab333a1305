import { createBackendPlugin } from '@backstage/backend-plugin-api';
import {
  type ActionsRegistryService,
  actionsRegistryServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';

/**
 * Registers the action of the README, and one for each way that an action can
 * end.
 */
export default createBackendPlugin({
  pluginId: 'my-custom-plugin',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
      },
      async init({ actionsRegistry }) {
        actionsRegistry.register({
          name: 'greet-user',
          title: 'Greet User',
          description: 'Generate a personalized greeting',
          schema: {
            input: z =>
              z.object({
                name: z.string().describe('The name of the person to greet'),
              }),
            output: z =>
              z.object({
                greeting: z.string().describe('The generated greeting'),
              }),
          },
          action: async ({ input }) => ({
            output: { greeting: `Hello ${input.name}!` },
          }),
        });
        registerFailingActions(actionsRegistry);
      },
    });
  },
});

function registerFailingActions(actionsRegistry: ActionsRegistryService) {
  const failures = {
    'find-missing-report': new NotFoundError('Report 42 not found'),
    'publish-report-twice': new ConflictError('Report 41 is published already'),
    'delete-foreign-report': new NotAllowedError('Report 40 is not yours'),
    'open-broken-report': new Error('connect ECONNREFUSED reports-db:5432'),
  };
  for (const [name, failure] of Object.entries(failures)) {
    actionsRegistry.register({
      name,
      title: name.replaceAll('-', ' '),
      description: `Always fails, to show how a client sees it`,
      attributes: { readOnly: true },
      schema: { input: z => z.object({}), output: z => z.object({}) },
      action: async () => {
        throw failure;
      },
    });
  }
}
