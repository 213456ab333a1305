// A real backend with one plugin under test, started by target.mjs.
const { setTimeout } = require('node:timers/promises');
const { createBackendModule } = require('@backstage/backend-plugin-api');
const { actionsPlugin } = require('../.ci/harness/actionsPlugin.cjs');
const { runBackend } = require('../.ci/harness/runBackend.cjs');

/** 500 kB as JSON. */
const TAGS = Array.from({ length: 25_000 }, (_, i) => `tag-${i}`.padEnd(17));

let loadMs;

/**
 * No policy is asked about a service, so the principal has to be a user. Loaded
 * here: the other backends do not need it.
 */
function withPolicy(plugin) {
  const others = [
    '@backstage/plugin-auth-backend',
    '@backstage/plugin-auth-backend-module-guest-provider',
    '@backstage/plugin-permission-backend',
  ];
  return [...others.map(name => require(name).default), toPolicy(plugin)];
}

/** Answers with a condition, which costs more than ALLOW. */
function toPolicy(plugin) {
  const {
    policyExtensionPoint,
  } = require('@backstage/plugin-permission-node/alpha');
  const {
    createMcpToolConditionalDecision,
    mcpToolConditions,
    mcpToolUsePermission,
  } = plugin;
  const decision = createMcpToolConditionalDecision(
    mcpToolUsePermission,
    mcpToolConditions.hasAttributes({ readOnly: true }),
  );
  return createBackendModule({
    pluginId: 'permission',
    moduleId: 'policy',
    register(module) {
      module.registerInit({
        deps: { policy: policyExtensionPoint },
        init: async ({ policy }) =>
          policy.setPolicy({ handle: async () => decision }),
      });
    },
  });
}

function featuresOf({ pluginPath, pluginIds, actions, signsIn }) {
  const things = Array.from({ length: actions }, (_, i) => toAction(i));
  const sources = pluginIds.map(id => actionsPlugin(id, things));
  const before = performance.now();
  const loaded = require(pluginPath);
  loadMs = performance.now() - before;
  return [
    ...sources,
    loaded.default ?? loaded,
    ...(signsIn ? withPolicy(loaded) : []),
  ];
}

function toAction(i) {
  return {
    name: `get-thing-${i}`,
    title: `Get get-thing-${i}`,
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
    action: async ({ input: { name, limit } }) => ({
      output: { name, ...(limit && { tags: TAGS.slice(0, limit * 250) }) },
    }),
  };
}

async function usage({ collect }) {
  if (collect) {
    global.gc();
    global.gc();
    // V8 returns memory only after a second collection, and not immediately.
    await setTimeout(2_000);
  }
  const { user, system } = process.cpuUsage();
  return { cpuMicros: user + system, ...process.memoryUsage() };
}

runBackend({ featuresOf, answers: { usage, loading: () => ({ loadMs }) } });
