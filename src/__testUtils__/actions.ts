import { createBackendPlugin } from '@backstage/backend-plugin-api';
import {
  type ActionsRegistryService,
  actionsRegistryServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import {
  AuthenticationError,
  ConflictError,
  ForwardedError,
  InputError,
  NotAllowedError,
  NotFoundError,
  NotImplementedError,
  NotModifiedError,
  ResponseError,
  ServiceUnavailableError,
} from '@backstage/errors';

/** Text that must never reach a client. */
export const INTERNAL_TEXT = 'connect ECONNREFUSED reports-db:5432';

const readOnly = { readOnly: true, destructive: false, idempotent: true };

/** What the actions below throw, and the text that a client reads. */
const ERRORS: Array<
  [action: string, raise: () => Promise<Error> | Error, read: string]
> = [
  [
    'raise-input',
    () => new InputError('Kind is required'),
    'InputError: Kind is required',
  ],
  [
    'raise-authentication',
    () => new AuthenticationError('Token of the forge expired'),
    'AuthenticationError: Token of the forge expired',
  ],
  [
    'raise-not-allowed',
    () => new NotAllowedError('Not your component'),
    'NotAllowedError: Not your component',
  ],
  [
    'raise-not-found',
    () => new NotFoundError('Component web not found'),
    'NotFoundError: Component web not found',
  ],
  [
    'raise-conflict',
    () => new ConflictError('Component web exists'),
    'ConflictError: Component web exists',
  ],
  [
    'raise-not-modified',
    () => new NotModifiedError('Nothing to do'),
    'NotModifiedError: The action reports that nothing was modified',
  ],
  [
    'raise-not-implemented',
    () => new NotImplementedError('No GitLab yet'),
    'NotImplementedError: No GitLab yet',
  ],
  [
    'raise-unavailable',
    () => new ServiceUnavailableError('Back at noon'),
    'ServiceUnavailableError: Back at noon',
  ],
  [
    'raise-forwarded',
    () =>
      new ForwardedError('Lookup failed', new NotFoundError('No such team')),
    'NotFoundError: Lookup failed; caused by NotFoundError: No such team',
  ],
  [
    'raise-response',
    () => responseError(404, 'NotFoundError', 'No such build'),
    'NotFoundError: No such build',
  ],
  [
    'raise-forwarded-response',
    async () =>
      new ForwardedError(
        'Build lookup failed',
        await responseError(409, 'ConflictError', 'Build runs'),
      ),
    'ConflictError: Build runs',
  ],
  [
    'raise-foreign-response',
    () => responseError(502, 'Error', INTERNAL_TEXT),
    'ResponseError: Request failed with 502 Sad Gateway',
  ],
  [
    'raise-refused-request',
    () =>
      new Error(
        'Backend request failed, 400 Bad Request {"errors":[{"property":"instance","message":"requires property \\"repoUrl\\""}]}',
      ),
    'InputError: requires property "repoUrl"',
  ],
];

/** `[action, text that the client reads]` for each known error. */
export const KNOWN_ERRORS = ERRORS.map(([action, , read]) => [action, read]);

function responseError(status: number, name: string, message: string) {
  const body = { error: { name, message }, response: { statusCode: status } };
  return ResponseError.fromResponse(
    new Response(JSON.stringify(body), {
      status,
      statusText: 'Sad Gateway',
      headers: { 'content-type': 'application/json' },
    }),
  );
}

/**
 * The held calls of `deliver-parcel`. Actions run in the test's own process.
 */
const heldParcels = new Set<() => void>();

/** Controls the calls of `deliver-parcel` that tests hold. */
export const parcels = {
  held: () => heldParcels.size,
  /** Ends all held calls. */
  deliver() {
    heldParcels.forEach(deliver => deliver());
    heldParcels.clear();
  },
};

/** A plugin with an action for each possible end of a call. */
export const samplePlugin = createBackendPlugin({
  pluginId: 'sample',
  register(env) {
    env.registerInit({
      deps: { actionsRegistry: actionsRegistryServiceRef },
      async init({ actionsRegistry }) {
        registerOutputs(actionsRegistry);
        registerCallerActions(actionsRegistry);
        registerErrors(actionsRegistry);
      },
    });
  },
});

function registerOutputs(actionsRegistry: ActionsRegistryService) {
  actionsRegistry.register({
    name: 'greet-user',
    title: 'Greet User',
    description: 'Generate a personalized greeting',
    attributes: readOnly,
    schema: {
      input: z => z.object({ name: z.string().describe('Who to greet') }),
      output: z => z.object({ greeting: z.string() }),
    },
    action: async ({ input }) => ({
      output: { greeting: `Hello ${input.name}!` },
    }),
  });
  actionsRegistry.register({
    name: 'book-room',
    title: 'Book Room',
    description: 'Books a room. See sample.greet-user and sample:list-teams',
    examples: [{ title: 'a big one', input: { seats: 8, tags: ['tv'] } }],
    schema: {
      input: z =>
        z.object({
          seats: z.number(),
          tags: z.array(z.string()),
          quiet: z.boolean().optional(),
          from: z.object({ hour: z.number().int() }).optional(),
        }),
      // The schema describes the value before the transform, as the registry
      // converts it.
      output: z => z.object({ seats: z.number().transform(String) }) as never,
    },
    action: async ({ input }) => ({ output: { seats: input.seats } }) as never,
  });
  actionsRegistry.register({
    name: 'draw-team',
    title: 'Draw Team',
    description: 'Answers a picture',
    attributes: readOnly,
    schema: {
      input: z => z.object({}),
      output: z => z.object({ $mcpContent: z.array(z.any()) }),
    },
    action: async () => ({
      output: {
        $mcpContent: [{ type: 'image', data: 'aGk=', mimeType: 'image/png' }],
      },
    }),
  });
  // The registry's types require objects, but its code accepts any output, and
  // plugins use that.
  const outputs: Array<[name: string, output: unknown]> = [
    ['list-teams', ['storefront', 'fulfilment']],
    ['count-teams', 2],
    ['name-team', 'storefront'],
    ['find-no-team', null],
    ['touch-team', undefined],
  ];
  for (const [name, output] of outputs) {
    actionsRegistry.register({
      name,
      title: name,
      description: 'Answers something other than an object',
      schema: {
        input: z => z.object({}),
        output: z => z.any() as never,
      },
      action: async () => ({ output }) as never,
    });
  }
}

function registerCallerActions(actionsRegistry: ActionsRegistryService) {
  actionsRegistry.register({
    name: 'tell-caller',
    title: 'Tell Caller',
    description: 'Tells on whose behalf it runs',
    attributes: readOnly,
    schema: {
      input: z => z.object({}),
      output: z => z.object({ caller: z.string() }),
    },
    action: async ({ credentials }) => {
      const principal = credentials.principal as {
        userEntityRef?: string;
        subject?: string;
      };
      return {
        output: { caller: `${principal.userEntityRef ?? principal.subject}` },
      };
    },
  });
  actionsRegistry.register({
    name: 'deliver-parcel',
    title: 'Deliver Parcel',
    description: 'Takes as long as the test wants and cannot be undone',
    attributes: { readOnly: false, destructive: true, idempotent: false },
    schema: {
      input: z => z.object({ isHeld: z.boolean().optional() }),
      output: z => z.object({ delivered: z.boolean() }),
    },
    action: async ({ input }) => {
      if (input.isHeld) {
        await new Promise<void>(resolve => heldParcels.add(resolve));
      }
      return { output: { delivered: true } };
    },
  });
}

function registerErrors(actionsRegistry: ActionsRegistryService) {
  const crash: (typeof ERRORS)[number] = [
    'crash',
    () => new Error(INTERNAL_TEXT),
    '',
  ];
  for (const [name, raise] of [...ERRORS, crash]) {
    actionsRegistry.register({
      name,
      title: name,
      description: 'Always fails',
      attributes: readOnly,
      schema: { input: z => z.object({}), output: z => z.object({}) },
      action: async () => {
        throw await raise();
      },
    });
  }
}
