import { NO_GUARD, observeNothing } from '../__testUtils__/observedTools';
import { mockServices } from '@backstage/backend-test-utils';
import {
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type { Observe } from '../tools/observe';
import type {
  FoundTool,
  Tool,
  ToolCall,
  ToolOutcome,
  ToolService,
} from '../tools/types';
import { callTool } from './callTool';

const CALL: ToolCall = { name: 'greet' };

function foundTool(tool: Tool): FoundTool {
  return { tool, toInput: args => args, acceptsOutput: () => true };
}

/** Calls tools where `greet` is the only one, unless other tools are given. */
function callOver(
  given: Partial<ToolService>,
  { call = CALL, context = callContext(), observe = observeNothing } = {},
) {
  const tools: ToolService = {
    list: async () => [greet],
    find: async () => foundTool(greet),
    run: async () => ({ status: 'succeeded', tool: greet, output: 'Hi' }),
    ...given,
  };
  const logger = mockServices.logger.mock();
  return callTool({ tools, guard: NO_GUARD, observe, logger }, context, call);
}

function ending(outcome: ToolOutcome): Partial<ToolService> {
  return { run: async () => outcome };
}

describe('callTool', () => {
  it('runs the tool that the name means, with the arguments that were sent', async () => {
    const context = callContext();
    const found = foundTool(greet);
    const find = jest.fn(async () => found);
    const run = jest.fn(async (): Promise<ToolOutcome> => ({
      status: 'succeeded',
      tool: greet,
      output: 'Hi',
    }));

    await callOver(
      { find, run },
      { context, call: { name: 'greet-user', arguments: { name: 'Ann' } } },
    );

    expect(find.mock.calls).toEqual([[context, 'greet-user']]);
    expect(run.mock.calls).toEqual([[context, found, { name: 'Ann' }]]);
  });

  it('runs the tool with no arguments when none were sent', async () => {
    const run = jest.fn<Promise<ToolOutcome>, Parameters<ToolService['run']>>(
      async () => ({ status: 'succeeded', tool: greet, output: 'Hi' }),
    );

    await callOver({ run });

    expect(run.mock.calls[0][2]).toEqual({});
  });

  it('gives the result of a call with the schema that is listed', async () => {
    const tool = { ...greet, outputSchema: { type: 'object' } };

    expect(
      await callOver(ending({ status: 'succeeded', tool, output: { a: 1 } })),
    ).toEqual({
      outputSchema: { type: 'object' },
      result: { content: [], structuredContent: { a: 1 } },
    });
  });

  it('answers a call that is one too many with a result that says when to try again', async () => {
    expect(
      await callOver(
        ending({
          status: 'limited',
          message: 'Calls per minute are limited to 3. Try again in 42 s',
        }),
      ),
    ).toEqual({
      result: {
        content: [
          {
            type: 'text',
            text: 'TooManyCallsError: Calls per minute are limited to 3. Try again in 42 s',
          },
        ],
        isError: true,
      },
    });
  });

  describe.each<[thrown: Error, text: RegExp]>([
    [
      new Error('connect ECONNREFUSED'),
      /^Internal error\. .* reference [-\w]+$/,
    ],
    [new NotAllowedError('No plugin'), /^NotAllowedError: No plugin$/],
    [
      new ServiceUnavailableError('No list. Try again later'),
      /^ServiceUnavailableError: No list. Try again later$/,
    ],
  ])('over tools that throw %p', (thrown, text) => {
    it.each(['find', 'run'])(
      'answers with a result that the model reads, from %s',
      async method => {
        const throwing = async () => {
          throw thrown;
        };

        expect(await callOver({ [method]: throwing })).toEqual({
          result: {
            content: [{ type: 'text', text: expect.stringMatching(text) }],
            isError: true,
          },
        });
      },
    );
  });

  describe('of an unknown tool', () => {
    it('runs nothing', async () => {
      const run = jest.fn();

      await expect(
        callOver({ find: async () => ({ nearest: [] }), run }),
      ).rejects.toMatchObject({ code: -32602 });
      expect(run).not.toHaveBeenCalled();
    });

    it.each<{ kind: string; tools: Partial<ToolService> }>([
      {
        kind: 'by its name',
        tools: { find: async () => ({ nearest: ['greeter_wave'] }) },
      },
      {
        kind: 'by the plugin that owns its action',
        tools: ending({ status: 'unknown', nearest: ['greeter_wave'] }),
      },
    ])('names the nearest when it is refused $kind', async ({ tools }) => {
      await expect(callOver(tools)).rejects.toMatchObject({
        code: -32602,
        message: 'Unknown tool: greet. Did you mean greeter_wave?',
      });
    });

    it('repeats no control characters of its name', async () => {
      await expect(
        callOver(
          { find: async () => ({ nearest: [] }) },
          { call: { name: 'gr\u001beet\u202e' } },
        ),
      ).rejects.toThrow('Unknown tool: greet. ');
    });
  });

  it('refuses a call of a request that makes no sense', async () => {
    await expect(
      callOver({
        find: async () => {
          throw new InputError('Unknown toolsets: catalogue');
        },
      }),
    ).rejects.toMatchObject({
      code: -32602,
      message: 'Unknown toolsets: catalogue',
    });
  });

  it('masks an output that is no JSON', async () => {
    expect(
      await callOver(
        ending({ status: 'succeeded', tool: greet, output: 1n as never }),
      ),
    ).toMatchObject({
      result: {
        isError: true,
        content: [{ text: expect.stringMatching(/^Internal error\./) }],
      },
    });
  });

  describe('under observation', () => {
    /** Notes what an observer sees of a call, in order. */
    function observer() {
      const seen: unknown[] = [];
      const observe: Observe = async (operation, run) => {
        seen.push(operation);
        try {
          const result = await run({
            found: ({ tool }) => seen.push(tool),
            starts() {},
          });
          seen.push(result);
          return result;
        } catch (thrown) {
          seen.push(thrown);
          throw thrown;
        }
      };
      return { seen, observe };
    }

    const context = callContext({ signal: { aborted: false } });
    const operation = { method: 'tools/call', context, call: CALL };

    it('shows the tool before it runs, and then the outcome', async () => {
      const { seen, observe } = observer();
      const outcome: ToolOutcome = {
        status: 'succeeded',
        tool: greet,
        output: 'Hi',
      };

      await callOver(
        {
          run: async () => {
            seen.push('runs');
            return outcome;
          },
        },
        { context, observe },
      );

      expect(seen).toEqual([operation, greet, 'runs', outcome]);
    });

    it('shows no tool of a name that is unknown', async () => {
      const { seen, observe } = observer();

      await expect(
        callOver(
          { find: async () => ({ nearest: ['greeter_wave'] }) },
          { context, observe },
        ),
      ).rejects.toThrow('Unknown tool');

      expect(seen).toEqual([
        operation,
        { status: 'unknown', nearest: ['greeter_wave'] },
      ]);
    });

    it('shows the true error, which the client does not get', async () => {
      const { seen, observe } = observer();
      const failure = new Error('connect ECONNREFUSED');

      const { result } = await callOver(
        {
          run: async () => {
            throw failure;
          },
        },
        { context, observe },
      );

      expect(seen).toEqual([operation, greet, failure]);
      expect(JSON.stringify(result)).not.toContain('ECONNREFUSED');
    });
  });
});
