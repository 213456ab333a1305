// An adopter's backend: the installed package, an action, one call.
const assert = require('node:assert');
const { randomUUID } = require('node:crypto');
const { createServer } = require('node:net');
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

async function main() {
  const port = await new Promise(done => {
    const probe = createServer().listen(0, () => {
      const { port: free } = probe.address();
      probe.close(() => done(free));
    });
  });
  process.env.PACK_CHECK_PORT = `${port}`;
  process.env.PACK_CHECK_TOKEN = randomUUID();

  const backend = createBackend();
  backend.add(import('@backstage/plugin-mcp-actions-backend'));
  backend.add(customPlugin);
  await backend.start();

  const response = await fetch(`http://localhost:${port}/api/mcp-actions/v1`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${process.env.PACK_CHECK_TOKEN}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: {
        name: 'my_custom_plugin_greet_user',
        arguments: { name: 'Ann' },
      },
    }),
  });
  const text = await response.text();
  const { result } = JSON.parse(text.slice(text.indexOf('{')));
  assert.deepStrictEqual(result.structuredContent, { greeting: 'Hello Ann!' });
  await backend.stop();
  console.log('The installed package answers:', result.content[0].text);
}

main().then(
  () => process.exit(0),
  error => {
    console.error(error);
    process.exit(1);
  },
);
