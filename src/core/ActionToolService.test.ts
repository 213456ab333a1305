import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  ActionsService,
  ActionsServiceAction,
} from '@backstage/backend-plugin-api/alpha';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { InputError, NotFoundError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import type { ActionLists } from '../actions/ActionLists';
import { callContext } from '../__testUtils__/callContext';
import { findAndRun } from '../__testUtils__/findAndRun';
import {
  ActionToolService,
  type ActionToolServiceOptions,
} from './ActionToolService';
import type { CallContext } from '../tools/types';

const jane = mockCredentials.user('user:default/jane');
const john = mockCredentials.user('user:default/john');

const greet: ActionsServiceAction = {
  id: 'greeter:greet',
  pluginId: 'greeter',
  name: 'greet',
  title: 'Greet',
  description: 'Greets someone',
  schema: { input: { type: 'object' }, output: {} },
  attributes: { readOnly: true, destructive: false, idempotent: true },
};
const deleteEntity: ActionsServiceAction = {
  ...greet,
  id: 'catalog:delete-entity',
  pluginId: 'catalog',
  name: 'delete-entity',
  title: 'Delete entity',
};

/** Greets everybody, and lets only John delete. */
function sampleActions(
  invoke: ActionsService['invoke'] = async () => ({ output: 'Hello' }),
) {
  return {
    list: async (options: { credentials: BackstageCredentials }) => ({
      actions: options.credentials === john ? [greet, deleteEntity] : [greet],
    }),
    invoke: jest.fn(invoke),
  };
}

function contextOf(credentials: BackstageCredentials): CallContext {
  return callContext({ credentials });
}

/** Remembers nothing. */
function listsOf(actions: Pick<ActionsService, 'list'>): ActionLists {
  return {
    list: async viewer => (await actions.list(viewer)).actions,
    known: () => undefined,
    everyones: () => [],
  };
}

function serviceOf(
  actions: ActionsService,
  given: Partial<ActionToolServiceOptions> = {},
): ActionToolService {
  return ActionToolService.create({
    actions,
    lists: listsOf(actions),
    pluginSources: () => [],
    coerceArguments: true,
    explainEmptyList: async () => undefined,
    logger: mockServices.logger.mock(),
    ...given,
  });
}

function serviceFailingWith(error: unknown): ActionToolService {
  const actions = sampleActions(async () => {
    throw error;
  });
  return serviceOf(actions);
}

describe('ActionToolService', () => {
  describe('list', () => {
    it.each([
      { caller: 'Jane', as: jane, names: ['greeter_greet'] },
      {
        caller: 'John',
        as: john,
        names: ['catalog_delete_entity', 'greeter_greet'],
      },
    ])('lists the actions of $caller', async ({ as, names }) => {
      const tools = serviceOf(sampleActions());

      const listed = await tools.list(contextOf(as));

      expect(listed.map(tool => tool.name)).toEqual(names);
    });

    it('throws what the Actions Service throws', async () => {
      const tools = serviceOf({
        ...sampleActions(),
        list: async () => {
          throw new Error('connect ECONNREFUSED');
        },
      });

      await expect(tools.list(contextOf(jane))).rejects.toThrow(
        'connect ECONNREFUSED',
      );
    });
  });

  describe('call', () => {
    it('invokes the action with the arguments, as the caller', async () => {
      const actions = sampleActions();
      const tools = serviceOf(actions);

      await findAndRun(tools, contextOf(jane), {
        name: 'greeter_greet',
        arguments: { name: 'Ann' },
      });

      expect(actions.invoke.mock.calls).toEqual([
        [{ id: 'greeter:greet', input: { name: 'Ann' }, credentials: jane }],
      ]);
    });

    describe('of a tool with an output schema', () => {
      const schemaOf = (output: object) => ({
        input: { type: 'object' as const },
        output: output as ActionsServiceAction['schema']['output'],
      });
      const answering = (
        output: JsonValue | undefined,
        schema: object = {
          type: 'object',
          properties: { greeting: { type: 'string' } },
        },
      ) => {
        const logger = mockServices.logger.mock();
        const actions = {
          ...sampleActions(async () => ({ output: output as JsonValue })),
          list: async () => ({
            actions: [{ ...greet, schema: schemaOf(schema) }],
          }),
        };
        const tools = serviceOf(actions, { logger });
        const call = () =>
          findAndRun(tools, contextOf(jane), { name: 'greeter_greet' });
        return { call, list: () => tools.list(contextOf(jane)), logger };
      };

      it('marks each output that violates the schema, and warns once', async () => {
        const { call, logger } = answering({ greeting: 7 });
        const misfit = { status: 'succeeded', violatesOutputSchema: true };

        expect(await call()).toMatchObject(misfit);
        expect(await call()).toMatchObject(misfit);
        expect(logger.warn.mock.calls).toEqual([
          [expect.stringMatching(/^The output of greeter:greet does not fit/)],
        ]);
      });

      it('still lists the schema, since clients remember it', async () => {
        const { call, list } = answering({ greeting: 7 });
        const before = await list();
        await call();

        expect(await list()).toEqual(before);
        expect(before[0]).toHaveProperty('outputSchema');
      });

      it.each<[string, object]>([
        ['an object', { type: 'object', properties: { a: {} } }],
        [
          'anything that may be absent',
          { anyOf: [{ not: {} }, { enum: [1] }] },
        ],
      ])('accepts a missing output for %s', async (_, schema) => {
        const { call } = answering(undefined, schema);

        expect(await call()).toMatchObject({ violatesOutputSchema: true });
      });

      it.each<[string, object]>([
        ['a text', { type: 'string' }],
        ['a text or nothing', { type: ['string', 'null'] }],
        ['one of some texts', { enum: ['a', 'b'] }],
        [
          'a text or a list',
          { anyOf: [{ type: 'string' }, { type: 'array' }] },
        ],
      ])('lists no output schema for %s', async (_, schema) => {
        const { call, list } = answering('a', schema);

        expect((await list())[0].outputSchema).toBeUndefined();
        expect(await call()).not.toHaveProperty('violatesOutputSchema');
      });
    });

    it.each([
      { shown: ['greeter:*'], end: 'Error: no such mood' },
      { shown: ['greeter:wave', 'catalog:*'], end: 'thrown' },
    ])(
      'with shownErrors $shown, an unknown error of greeter:greet is $end',
      async ({ shown, end }) => {
        const error = new Error('no such mood');
        const actions = sampleActions(async () => {
          throw error;
        });
        const ended = findAndRun(
          serviceOf(actions, { shownErrors: shown }),
          contextOf(jane),
          { name: 'greeter_greet' },
        )
          .then(outcome => outcome.status === 'failed' && outcome.message)
          .catch(thrown => thrown === error && 'thrown');

        expect(await ended).toBe(end);
      },
    );

    it.each([
      { cause: undefined, times: 1, why: 'since it ran' },
      {
        cause: Object.assign(new Error('[]'), { issues: [] }),
        times: 2,
        why: 'since it did not run',
      },
    ])(
      'invokes an action $times times whose InputError resembles that of the registry, $why',
      async ({ cause, times }) => {
        const error = Object.assign(
          new InputError('Invalid input to action "greeter:greet"'),
          { cause },
        );
        const actions = sampleActions(async () => {
          throw error;
        });
        const schema = {
          ...greet.schema,
          input: {
            type: 'object' as const,
            properties: { age: { type: 'number' as const } },
          },
        };
        const tools = serviceOf({
          ...actions,
          list: async () => ({ actions: [{ ...greet, schema }] }),
        });

        await findAndRun(tools, contextOf(jane), {
          name: 'greeter_greet',
          arguments: { age: '7' },
        });

        expect(actions.invoke).toHaveBeenCalledTimes(times);
      },
    );

    it('invokes the action with an empty object when there are no arguments', async () => {
      const actions = sampleActions();
      const tools = serviceOf(actions);

      await findAndRun(tools, contextOf(jane), { name: 'greeter_greet' });

      expect(actions.invoke.mock.calls).toEqual([
        [{ id: 'greeter:greet', input: {}, credentials: jane }],
      ]);
    });

    it.each<{ kind: string; output: JsonValue | undefined; size: number }>([
      { kind: 'an object', output: { greeting: 'Hello' }, size: 20 },
      { kind: 'an array', output: ['Hello'], size: 9 },
      { kind: 'a primitive', output: 42, size: 2 },
      { kind: 'null', output: null, size: 4 },
      { kind: 'nothing', output: undefined, size: 0 },
    ])('succeeds with $kind as the output', async ({ output, size }) => {
      const tools = serviceOf(
        sampleActions(async () => ({ output: output as JsonValue })),
      );

      await expect(
        findAndRun(tools, contextOf(jane), { name: 'greeter_greet' }),
      ).resolves.toEqual({
        status: 'succeeded',
        tool: expect.objectContaining({ actionId: 'greeter:greet' }),
        output,
        outputSize: { whole: size, sent: size },
      });
    });

    it('fails with the reason that the action gives', async () => {
      const error = new NotFoundError('nobody to greet');

      await expect(
        findAndRun(serviceFailingWith(error), contextOf(jane), {
          name: 'greeter_greet',
        }),
      ).resolves.toEqual({
        status: 'failed',
        tool: expect.objectContaining({ actionId: 'greeter:greet' }),
        error,
        message: 'NotFoundError: nobody to greet',
      });
    });

    it('throws an error that is not meant for the caller', async () => {
      const error = new Error('connect ECONNREFUSED');

      await expect(
        findAndRun(serviceFailingWith(error), contextOf(jane), {
          name: 'greeter_greet',
        }),
      ).rejects.toBe(error);
    });

    describe('for a client that left', () => {
      const refused = Object.assign(
        new InputError('Invalid input to action "greeter:greet"'),
        { cause: Object.assign(new Error('[]'), { issues: [] }) },
      );
      const counted: ActionsServiceAction = {
        ...greet,
        schema: {
          input: {
            type: 'object',
            properties: { times: { type: 'number' } },
          },
          output: {},
        },
      };

      /**
       * Makes a call whose arguments are coerced. The client leaves at that
       * step.
       */
      async function callLeavingAt(step: 'list' | 'refusal') {
        const leaving = new AbortController();
        const leaveAt = (now: typeof step) => now === step && leaving.abort();
        const invoke = jest.fn(async () => {
          leaveAt('refusal');
          throw refused;
        });
        const list = async () => {
          leaveAt('list');
          return { actions: [counted] };
        };
        const outcome = await findAndRun(
          serviceOf({ list, invoke }),
          { ...contextOf(jane), signal: leaving.signal },
          { name: 'greeter_greet', arguments: { times: '3' } },
        );
        return { outcome, invoke };
      }

      it.each([
        { step: 'list' as const, invocations: 0 },
        // The registry refused these arguments, so the action did not run.
        { step: 'refusal' as const, invocations: 1 },
      ])('starts no action after the $step', async ({ step, invocations }) => {
        const { outcome, invoke } = await callLeavingAt(step);

        expect(outcome).toEqual({
          status: 'cancelled',
          tool: expect.objectContaining({ actionId: 'greeter:greet' }),
        });
        expect(invoke).toHaveBeenCalledTimes(invocations);
      });
    });

    it('returns the nearest names for an unknown name', async () => {
      const tools = serviceOf(sampleActions());

      await expect(
        findAndRun(tools, contextOf(jane), { name: 'greeter_greeet' }),
      ).resolves.toEqual({ status: 'unknown', nearest: ['greeter_greet'] });
    });

    it.each(['catalog_delete_entity', 'catalog:delete-entity'])(
      'does not find %s for a caller whose list lacks it',
      async name => {
        const actions = sampleActions();
        const tools = serviceOf(actions);

        await expect(
          findAndRun(tools, contextOf(jane), { name }),
        ).resolves.toEqual({
          status: 'unknown',
          nearest: [],
        });
        expect(actions.invoke).not.toHaveBeenCalled();
      },
    );

    it.each([
      {
        error: new NotFoundError('Action "greeter:greet" not found'),
        status: 'unknown',
      },
      { error: new NotFoundError('nobody to greet'), status: 'failed' },
    ])('returns $status when the action throws $error', async row => {
      const outcome = await findAndRun(
        serviceFailingWith(row.error),
        contextOf(jane),
        { name: 'greeter_greet' },
      );

      expect(outcome.status).toBe(row.status);
    });

    it('calls each tool that it lists', async () => {
      const tools = serviceOf(sampleActions());
      const listed = await tools.list(contextOf(john));

      const outcomes = await Promise.all(
        listed.map(({ name }) => findAndRun(tools, contextOf(john), { name })),
      );

      expect(outcomes.map(outcome => outcome.status)).toEqual([
        'succeeded',
        'succeeded',
      ]);
    });
  });

  describe.each([
    {
      method: 'list',
      ask: (tools: ActionToolService, context: CallContext) =>
        tools.list(context),
      none: [],
    },
    {
      method: 'call',
      ask: (tools: ActionToolService, context: CallContext) =>
        findAndRun(tools, context, { name: 'greeter_greet' }),
      none: { status: 'unknown', nearest: [] },
    },
  ])('$method', ({ ask, none }) => {
    const nothing = { list: async () => ({ actions: [] }) };

    it('throws when the credentials of a caller without actions cannot have any', async () => {
      const explainEmptyList = jest.fn(
        async () => 'Not with these credentials',
      );
      const tools = serviceOf(
        { ...sampleActions(), ...nothing },
        { explainEmptyList },
      );

      await expect(ask(tools, contextOf(jane))).rejects.toThrow(
        'Not with these credentials',
      );
      expect(explainEmptyList.mock.calls).toEqual([[jane]]);
    });

    it.each<{ who: string; given: Partial<CallContext> }>([
      { who: 'with actions', given: {} },
      {
        who: 'with actions on other servers only',
        given: {
          server: {
            key: 'default',
            filter: { include: [{ id: 'none:*' }], exclude: [] },
          },
        },
      },
    ])('does not explain the list of a caller $who', async ({ given }) => {
      const explainEmptyList = jest.fn(
        async () => 'Not with these credentials',
      );
      const tools = serviceOf(sampleActions(), { explainEmptyList });

      await ask(tools, { ...contextOf(jane), ...given });

      expect(explainEmptyList).not.toHaveBeenCalled();
    });

    it('returns nothing for other callers without actions', async () => {
      const tools = serviceOf({ ...sampleActions(), ...nothing });

      expect(await ask(tools, contextOf(jane))).toEqual(none);
    });
  });
});
