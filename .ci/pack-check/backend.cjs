// An adopter's backend: the installed package, and a plugin with an action.
const { createBackend } = require('@backstage/backend-defaults');
const { createBackendPlugin } = require('@backstage/backend-plugin-api');
const {
  actionsRegistryServiceRef,
} = require('@backstage/backend-plugin-api/alpha');

const customPlugin = createBackendPlugin({
  pluginId: 'my-custom-plugin',
  register(env) {
    env.registerInit({
      deps: { actionsRegistry: actionsRegistryServiceRef },
      async init({ actionsRegistry }) {
        actionsRegistry.register({
          name: 'greet-user',
          title: 'Greet User',
          description: 'Generate a personalized greeting',
          schema: {
            input: z => z.object({ name: z.string() }),
            output: z => z.object({ greeting: z.string() }),
          },
          action: async ({ input }) => ({
            output: { greeting: `Hello ${input.name}!` },
          }),
        });
      },
    });
  },
});

const backend = createBackend();
backend.add(import('@backstage/plugin-mcp-actions-backend'));
backend.add(customPlugin);
backend.start().then(
  () => process.send({ type: 'ready' }),
  error => {
    console.error(error);
    process.exit(1);
  },
);
// Whoever started it is gone, and nobody else would end it.
process.on('disconnect', () => process.exit(1));
