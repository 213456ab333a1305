// The plugin whose actions are called: one that answers at once, one that takes a
// while, one that fails, and one that answers a lot.
const { setTimeout } = require('node:timers/promises');
const { actionsPlugin } = require('../harness/actionsPlugin.cjs');

const ACTIONS = {
  echo: async ({ input }) => ({ text: input.text ?? '' }),
  wait: async ({ input }) => {
    await setTimeout(Math.min(input.ms ?? 0, 5_000));
    return { text: 'done' };
  },
  crash: async () => {
    throw new Error('connect ECONNREFUSED reports-db:5432');
  },
  recite: async ({ input }) => ({
    text: 'x'.repeat(input.length ?? 0),
    items: Array.from({ length: input.items ?? 0 }, (_, i) => toItem(i)),
  }),
};

/** About 150 bytes. */
function toItem(i) {
  return { name: `service-${i}`, owner: 'team-a', about: 'x'.repeat(100) };
}

const toolsPlugin = actionsPlugin(
  'tools',
  Object.entries(ACTIONS).map(([name, run]) => ({
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
          items: z.number().int().optional(),
          more: z.record(z.any()).optional(),
        }),
      output: z =>
        z.object({ text: z.string(), items: z.array(z.any()).optional() }),
    },
    action: async context => ({ output: await run(context) }),
  })),
);

/** Plugins whose actions only have to be listed. */
function crowdPlugins(crowd) {
  return crowd.map(({ id, actions }) =>
    actionsPlugin(
      id,
      Array.from({ length: actions }, (_, i) => toAction(i)),
    ),
  );
}

function toAction(i) {
  return {
    name: `thing-${i}`,
    title: `Thing ${i}`,
    description: `Does thing ${i}, with what it is told to do`,
    attributes: { readOnly: true },
    schema: {
      input: z =>
        z.object({
          name: z.string().describe('The name of the thing'),
          count: z.number().optional().describe('How many'),
        }),
      output: z => z.object({ text: z.string() }),
    },
    action: async () => ({ output: { text: 'done' } }),
  };
}

module.exports = { crowdPlugins, toolsPlugin };
