import { createBackendPlugin } from '@backstage/backend-plugin-api';
import {
  type ActionsRegistryService,
  actionsRegistryServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import {
  NotAllowedError,
  NotFoundError,
  ResponseError,
} from '@backstage/errors';

/**
 * A caller's mistake, the error that a stock plugin throws, and the text that
 * the client reads.
 */
export interface StockMistake {
  plugin: 'scaffolder' | 'techdocs' | 'search' | 'notifications';
  action: string;
  mistake: string;
  raise: () => Promise<Error> | Error;
  read: string;
}

/** The platform's error response. */
const platformBody = (name: string, message: string, statusCode: number) => ({
  error: { name, message },
  request: { method: 'POST', url: '/v2/tasks' },
  response: { statusCode },
});

/** Throws like `ScaffolderClient.scaffold` of scaffolder-common 2.4.0. */
const scaffold = (status: string, body: object) => () =>
  new Error(`Backend request failed, ${status} ${JSON.stringify(body)}`);

/**
 * Throws like clients of the platform: those of the scaffolder, the catalog and
 * TechDocs.
 */
const respond = (status: number, statusText: string, body: object) => () =>
  ResponseError.fromResponse(
    new Response(JSON.stringify(body), {
      status,
      statusText,
      headers: { 'content-type': 'application/json' },
    }),
  );

const MISSING = {
  errors: [
    {
      path: [],
      property: 'instance',
      message: 'requires property "repoUrl"',
      schema: { type: 'object', required: ['repoUrl'] },
      instance: { name: 'shop' },
      name: 'required',
      argument: 'repoUrl',
      stack: 'instance requires property "repoUrl"',
    },
  ],
};

/**
 * Common mistakes, from the sources of scaffolder-backend 4.3.0,
 * techdocs-backend 2.4.3, search-backend-node 1.4.10 and notifications-backend
 * 0.6.11.
 */
export const STOCK_MISTAKES: readonly StockMistake[] = [
  {
    plugin: 'scaffolder',
    action: 'execute-template',
    mistake: 'a missing parameter',
    raise: scaffold('400 Bad Request', MISSING),
    read: 'InputError: requires property "repoUrl"',
  },
  {
    plugin: 'scaffolder',
    action: 'execute-template',
    mistake: 'an unknown template',
    raise: scaffold(
      '404 Not Found',
      platformBody(
        'NotFoundError',
        'Template template:default/nope not found',
        404,
      ),
    ),
    read: 'NotFoundError: Template template:default/nope not found',
  },
  {
    plugin: 'scaffolder',
    action: 'execute-template',
    mistake: 'a malformed reference',
    // The router does not catch the error of parseEntityRef.
    raise: scaffold(
      '500 Internal Server Error',
      platformBody(
        'TypeError',
        'Entity reference "a:b:c" was not on the form [<kind>:][<namespace>/]<name>',
        500,
      ),
    ),
    read: 'ResponseError: Entity reference "a:b:c" was not on the form [<kind>:][<namespace>/]<name>',
  },
  {
    plugin: 'scaffolder',
    action: 'execute-template',
    mistake: 'a forbidden call',
    raise: scaffold('403 Forbidden', platformBody('NotAllowedError', '', 403)),
    read: 'NotAllowedError: Permission denied. Ask the operators of the portal for access',
  },
  {
    plugin: 'scaffolder',
    action: 'dry-run-template',
    mistake: 'a missing parameter',
    raise: respond(400, 'Bad Request', MISSING),
    read: 'InputError: requires property "repoUrl"',
  },
  {
    plugin: 'scaffolder',
    action: 'dry-run-template',
    mistake: 'a malformed template',
    raise: respond(
      400,
      'Bad Request',
      platformBody('InputError', 'Input template is not a template', 400),
    ),
    read: 'InputError: Input template is not a template',
  },
  {
    plugin: 'scaffolder',
    action: 'dry-run-template',
    mistake: 'an unknown action of a step',
    raise: respond(
      500,
      'Internal Server Error',
      platformBody('Error', 'Template action nope is not registered', 500),
    ),
    read: 'Error: Template action nope is not registered',
  },
  {
    plugin: 'scaffolder',
    action: 'get-scaffolder-task-logs',
    mistake: 'an unknown task',
    raise: respond(
      404,
      'Not Found',
      platformBody('NotFoundError', "No task with id '7' found", 404),
    ),
    read: "NotFoundError: No task with id '7' found",
  },
  {
    plugin: 'scaffolder',
    action: 'list-scaffolder-tasks',
    mistake: 'no user',
    raise: () =>
      new NotAllowedError('Filtering by owned tasks requires a user identity.'),
    read: 'NotAllowedError: Filtering by owned tasks requires a user identity.',
  },
  {
    plugin: 'techdocs',
    action: 'get-techdocs-metadata',
    mistake: 'an unknown entity',
    raise: () =>
      new NotFoundError(
        'No TechDocs metadata found for entity component:default/nope',
      ),
    read: 'NotFoundError: No TechDocs metadata found for entity component:default/nope',
  },
  {
    plugin: 'techdocs',
    action: 'get-techdocs-metadata',
    mistake: 'metadata that is too large',
    // It wraps its own InputError.
    raise: () =>
      new Error(
        'Failed to get TechDocs metadata: Metadata too large: 6000000 bytes exceeds limit of 5242880 bytes',
      ),
    read: 'Error: Failed to get TechDocs metadata: Metadata too large: 6000000 bytes exceeds limit of 5242880 bytes',
  },
  {
    plugin: 'search',
    action: 'query',
    mistake: 'an unknown kind of document',
    raise: () =>
      Object.assign(
        new Error(
          "Missing index for nope. This could be because the index hasn't been created yet or there was a problem during index creation.",
        ),
        { name: 'MissingIndexError' },
      ),
    read: "MissingIndexError: Missing index for nope. This could be because the index hasn't been created yet or there was a problem during index creation.",
  },
  {
    plugin: 'notifications',
    action: 'get-notifications',
    mistake: 'no user',
    raise: () => new NotAllowedError('This action requires user credentials'),
    read: 'NotAllowedError: This action requires user credentials',
  },
];

/** Replaces the stock plugins, which are not installed here. */
export const mistakenPlugins = [
  ...new Set(STOCK_MISTAKES.map(({ plugin }) => plugin)),
].map(pluginId =>
  createBackendPlugin({
    pluginId,
    register(env) {
      env.registerInit({
        deps: { actionsRegistry: actionsRegistryServiceRef },
        async init({ actionsRegistry }) {
          registerMistakes(actionsRegistry, pluginId);
        },
      });
    },
  }),
);

/** Registers actions that make the given mistake. */
function registerMistakes(
  actionsRegistry: ActionsRegistryService,
  pluginId: string,
) {
  const mistakes = STOCK_MISTAKES.filter(({ plugin }) => plugin === pluginId);
  for (const name of new Set(mistakes.map(({ action }) => action))) {
    actionsRegistry.register({
      name,
      title: name,
      description: 'Makes the given mistake',
      attributes: { readOnly: true },
      schema: {
        input: z => z.object({ mistake: z.string() }),
        output: z => z.object({}),
      },
      action: async ({ input }) => {
        const made = mistakes.find(
          ({ action, mistake }) => action === name && mistake === input.mistake,
        );
        throw await made!.raise();
      },
    });
  }
}
