// The plugin whose actions are called: one that answers at once, one that takes a
// while, one that fails, and one that answers a lot.
const { createBackendPlugin } = require('@backstage/backend-plugin-api');
const {
  actionsRegistryServiceRef,
} = require('@backstage/backend-plugin-api/alpha');

const ACTIONS = {
  echo: async ({ input }) => ({ text: input.text ?? '' }),
  wait: async ({ input }) => {
    const ms = Math.min(input.ms ?? 0, 5_000);
    await new Promise(done => setTimeout(done, ms));
    return { text: 'done' };
  },
  crash: async () => {
    throw new Error('connect ECONNREFUSED reports-db:5432');
  },
  recite: async ({ input }) => ({ text: 'x'.repeat(input.length ?? 0) }),
};

const toolsPlugin = createBackendPlugin({
  pluginId: 'tools',
  register(env) {
    env.registerInit({
      deps: { registry: actionsRegistryServiceRef },
      async init({ registry }) {
        for (const [name, run] of Object.entries(ACTIONS)) {
          registry.register({
            name,
            title: name,
            description: `Does ${name}`,
            attributes: { readOnly: true },
            schema: {
              input: z =>
                z.object({
                  text: z.string().optional(),
                  ms: z.number().optional(),
                  length: z.number().int().optional(),
                  more: z.record(z.any()).optional(),
                }),
              output: z => z.object({ text: z.string() }),
            },
            action: async context => ({ output: await run(context) }),
          });
        }
      },
    });
  },
});

module.exports = { toolsPlugin };
