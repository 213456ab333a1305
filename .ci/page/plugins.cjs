const { actionsPlugin } = require('../harness/actionsPlugin.cjs');

const READ_ONLY = { readOnly: true, destructive: false, idempotent: true };
const NOTHING = z => z.object({});

/** Names, schemas and answers that are hard to show. */
const odd = actionsPlugin('odd', [
  {
    name: 'markup',
    title: '<script>window.owned = 1</script>',
    description: '<img src="https://evil.example/x" onerror="owned = 2">',
    attributes: READ_ONLY,
    schema: { input: NOTHING, output: z => z.string() },
    action: async () => ({ output: '<b onclick="owned = 3">bold</b>' }),
  },
  {
    name: 'rotate-keys',
    title: 'Rotate keys',
    description: 'Takes a secret, so that it is no tool',
    schema: {
      input: NOTHING,
      output: NOTHING,
      secrets: z => z.object({ key: z.string() }),
    },
    action: async () => ({ output: {} }),
  },
  {
    name: 'huge',
    title: 'Huge',
    description: 'Answers three million characters',
    attributes: READ_ONLY,
    schema: { input: NOTHING, output: z => z.string() },
    action: async () => ({ output: 'x'.repeat(3_000_000) }),
  },
  {
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
  },
]);

/** For the picture in the documentation. */
const oncall = actionsPlugin('oncall', [
  {
    name: 'find-engineer',
    title: 'Find the engineer on call',
    description:
      'Says who looks after a service at a time, and how to reach them.',
    attributes: READ_ONLY,
    schema: {
      input: z =>
        z.object({
          service: z.string().describe('Name of the service in the catalog'),
          at: z
            .string()
            .optional()
            .describe('A time in ISO 8601. Default: now'),
        }),
      output: z => z.object({ engineer: z.string(), chat: z.string() }),
    },
    action: async () => ({
      output: { engineer: 'user:default/kim', chat: '#storefront-oncall' },
    }),
  },
]);

module.exports = { odd, oncall };
