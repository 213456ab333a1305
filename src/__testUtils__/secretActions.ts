import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { InputError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';

/** A secret that a model should never have had. */
export const SECRET = 'hunter2-hunter2';

/** What the actions were given, since the last look. */
export const received: JsonValue[] = [];

/** An action as the scaffolder has it, in its schema and description. */
export const templatePlugin = createBackendPlugin({
  pluginId: 'scaffolder',
  register(env) {
    env.registerInit({
      deps: { actionsRegistry: actionsRegistryServiceRef },
      async init({ actionsRegistry }) {
        actionsRegistry.register({
          name: 'execute-template',
          title: 'Execute Scaffolder Template',
          description: 'Executes a template',
          schema: {
            input: z =>
              z.object({
                templateRef: z.string(),
                values: z.record(z.unknown()),
                secrets: z.record(z.string()).optional(),
              }),
            output: z => z.object({ taskId: z.string() }),
          },
          action: async ({ input }) => {
            received.push(input as JsonValue);
            return { output: { taskId: 'task-1' } };
          },
        });
      },
    });
  },
});

/** Actions that declare secrets, or take them as plain input and repeat them. */
export const vaultPlugin = createBackendPlugin({
  pluginId: 'vault',
  register(env) {
    env.registerInit({
      deps: { actionsRegistry: actionsRegistryServiceRef },
      async init({ actionsRegistry }) {
        for (const name of ['open', 'unlock']) {
          actionsRegistry.register({
            name,
            title: name,
            description: name,
            schema: {
              input: z => z.object({ door: z.string() }),
              output: z => z.object({ hasSecret: z.boolean() }),
              secrets: z => {
                const code = z.string();
                return z.object({
                  code: (name === 'open'
                    ? code.optional()
                    : code) as typeof code,
                });
              },
            },
            action: async ({ input, secrets }) => {
              received.push(input as JsonValue);
              return { output: { hasSecret: secrets.code !== undefined } };
            },
          });
        }
        for (const fault of ['none', 'refused', 'crashed']) {
          actionsRegistry.register({
            name: `log-in-${fault}`,
            title: 'Log in',
            description: 'Logs in',
            schema: {
              input: z => z.object({ password: z.string() }),
              output: z => z.object({ text: z.string() }),
            },
            action: async ({ input: { password } }) => {
              if (fault === 'refused') {
                throw new InputError(`Wrong password ${password}`);
              }
              if (fault === 'crashed') {
                throw new Error(`Wrong password ${password}`);
              }
              return { output: { text: `Welcome, ${password}` } };
            },
          });
        }
      },
    });
  },
});
