// One real backend with one plugin under test, in a process of its own, driven
// over IPC: `ready` once it is up, then the usage of CPU and memory on request.
const start = process.hrtime.bigint();
const { setTimeout } = require('node:timers/promises');
const {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} = require('@backstage/backend-plugin-api');
const { createBackend } = require('@backstage/backend-defaults');
const {
  actionsRegistryServiceRef,
} = require('@backstage/backend-plugin-api/alpha');
const { ConfigReader } = require('@backstage/config');

const { port, secret, principals, sources, actions, pluginPath } = JSON.parse(
  process.env.BENCH,
);
const pluginIds = Array.from({ length: sources }, (_, i) => `source-${i}`);

function createSource(pluginId) {
  return createBackendPlugin({
    pluginId,
    register(env) {
      env.registerInit({
        deps: { registry: actionsRegistryServiceRef },
        async init({ registry }) {
          for (let i = 0; i < actions; i += 1) {
            registerAction(registry, `get-thing-${i}`);
          }
        },
      });
    },
  });
}

function registerAction(registry, name) {
  registry.register({
    name,
    title: `Get ${name}`,
    description: 'Gets a thing by its name, with what belongs to it',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z.object({
          name: z.string().describe('The name of the thing'),
          kind: z.enum(['small', 'large']).optional().describe('Its kind'),
          limit: z.number().int().min(1).max(100).optional(),
          tags: z.array(z.string()).optional(),
        }),
      output: z =>
        z.object({ name: z.string(), tags: z.array(z.string()).optional() }),
    },
    action: async ({ input }) => ({ output: { name: input.name } }),
  });
}

const config = {
  app: { baseUrl: 'http://localhost:3000' },
  backend: {
    baseUrl: `http://localhost:${port}`,
    listen: { port },
    database: { client: 'better-sqlite3', connection: ':memory:' },
    auth: {
      externalAccess: Array.from({ length: principals }, (_, i) => ({
        type: 'static',
        options: { token: `${secret}-${i}`, subject: `bench-${i}` },
      })),
    },
    actions: { pluginSources: pluginIds },
  },
  // Limits are counted as always, and never reached.
  mcpActions: {
    limits: { callsPerMinute: 1e9, destructiveCallsPerMinute: 1e9 },
    sse: { maxSessions: 2_000, maxSessionsPerPrincipal: 2_000 },
  },
};

async function main() {
  const backend = createBackend();
  const silent = {
    child: () => silent,
    debug() {},
    info() {},
    warn() {},
    error() {},
  };
  backend.add(
    createServiceFactory({
      service: coreServices.rootLogger,
      deps: {},
      factory: () => silent,
    }),
  );
  backend.add(
    createServiceFactory({
      service: coreServices.rootConfig,
      deps: {},
      factory: () => new ConfigReader(config),
    }),
  );
  pluginIds.map(createSource).forEach(source => backend.add(source));
  const beforeLoad = process.hrtime.bigint();
  const loaded = require(pluginPath);
  const loadMs = Number(process.hrtime.bigint() - beforeLoad) / 1e6;
  backend.add(loaded.default ?? loaded);
  await backend.start();
  const startMs = Number(process.hrtime.bigint() - start) / 1e6;
  process.send({ type: 'ready', loadMs, startMs });
}

process.on('message', async ({ id, collect }) => {
  if (collect) {
    global.gc();
    global.gc();
    // V8 gives back what the first one freed after the second, and not at once.
    await setTimeout(2_000);
  }
  const { user, system } = process.cpuUsage();
  process.send({
    type: 'usage',
    id,
    cpuMicros: user + system,
    ...process.memoryUsage(),
  });
});

// The benchmark failed: nothing is to stay behind.
process.on('disconnect', () => process.exit(1));

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
