// Tools whose names, schemas and answers are hard to show.
const { createBackendPlugin } = require('@backstage/backend-plugin-api');
const {
  actionsRegistryServiceRef,
} = require('@backstage/backend-plugin-api/alpha');

const READ_ONLY = { readOnly: true, destructive: false, idempotent: true };

module.exports = createBackendPlugin({
  pluginId: 'odd',
  register(env) {
    env.registerInit({
      deps: { registry: actionsRegistryServiceRef },
      async init({ registry }) {
        registry.register({
          name: 'markup',
          title: '<script>window.owned = 1</script>',
          description: '<img src="https://evil.example/x" onerror="owned = 2">',
          attributes: READ_ONLY,
          schema: { input: z => z.object({}), output: z => z.string() },
          action: async () => ({ output: '<b onclick="owned = 3">bold</b>' }),
        });
        registry.register({
          name: 'rotate-keys',
          title: 'Rotate keys',
          description: 'Takes a secret, so that it is no tool',
          schema: {
            input: z => z.object({}),
            output: z => z.object({}),
            secrets: z => z.object({ key: z.string() }),
          },
          action: async () => ({ output: {} }),
        });
        registry.register({
          name: 'huge',
          title: 'Huge',
          description: 'Answers three million characters',
          attributes: READ_ONLY,
          schema: { input: z => z.object({}), output: z => z.string() },
          action: async () => ({ output: 'x'.repeat(3_000_000) }),
        });
        registry.register({
          name: 'echo',
          title: 'Echo',
          description: 'Answers what it is given',
          attributes: READ_ONLY,
          schema: {
            input: z =>
              z.object({
                text: z.string().describe('Any text'),
                count: z.number().optional(),
                loud: z.boolean().optional(),
                color: z.enum(['red', 'blue']).optional(),
                tags: z.array(z.string()).optional(),
              }),
            output: z => z.any(),
          },
          action: async ({ input }) => ({ output: input }),
        });
      },
    });
  },
});
