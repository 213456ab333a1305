import { mockServices } from '@backstage/backend-test-utils';
import {
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { ProtocolError } from '@modelcontextprotocol/server';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type { ToolOutcome, ToolService } from '../tools/types';
import { createToolHandlers } from './toolHandlers';

function handlersOver(given: Partial<ToolService>) {
  const tools = {
    list: async () => [greet],
    call: async (): Promise<ToolOutcome> => ({
      status: 'succeeded',
      tool: greet,
      output: 'Hi',
    }),
    ...given,
  };
  return createToolHandlers(tools, mockServices.logger.mock());
}

describe('createToolHandlers', () => {
  it('gives the very list of the core, so that others can build on it', async () => {
    const tools = [greet];
    const handlers = handlersOver({ list: async () => tools });

    expect(await handlers.list(callContext())).toBe(tools);
  });

  it('does not ask the core for a page that is not there', async () => {
    const list = jest.fn();
    const handlers = handlersOver({ list });

    await expect(handlers.list(callContext(), '')).rejects.toMatchObject({
      code: -32602,
    });
    expect(list).not.toHaveBeenCalled();
  });

  it('gives the result of a call with the schema that is listed', async () => {
    const tool = { ...greet, outputSchema: { type: 'object' } };
    const call = await handlersOver({
      call: async () => ({ status: 'succeeded', tool, output: { a: 1 } }),
    }).call(callContext(), { name: 'greet' });

    expect(call).toEqual({
      outputSchema: { type: 'object' },
      result: { content: [], structuredContent: { a: 1 } },
    });
  });

  it('answers a call that is one too many with a result that says when to try again', async () => {
    const handlers = handlersOver({
      call: async () => ({
        status: 'limited',
        message: 'Calls per minute are limited to 3. Try again in 42 s',
      }),
    });

    expect(await handlers.call(callContext(), { name: 'greet' })).toEqual({
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
    const throwing = async () => {
      throw thrown;
    };
    const handlers = handlersOver({ list: throwing, call: throwing });

    it('answers a call with a result that the model reads', async () => {
      expect(await handlers.call(callContext(), { name: 'greet' })).toEqual({
        result: {
          content: [{ type: 'text', text: expect.stringMatching(text) }],
          isError: true,
        },
      });
    });

    it('answers a list with a JSON-RPC error', async () => {
      await expect(handlers.list(callContext())).rejects.toThrow(ProtocolError);
    });
  });

  it('repeats no control characters of an unknown name', async () => {
    const handlers = handlersOver({
      call: async () => ({ status: 'unknown', nearest: [] }),
    });

    await expect(
      handlers.call(callContext(), { name: 'gr\u001beet\u202e' }),
    ).rejects.toThrow('Unknown tool: greet. ');
  });

  it('refuses a call of a request that makes no sense', async () => {
    const handlers = handlersOver({
      call: async () => {
        throw new InputError('Unknown toolsets: catalogue');
      },
    });

    await expect(
      handlers.call(callContext(), { name: 'greet' }),
    ).rejects.toMatchObject({
      code: -32602,
      message: 'Unknown toolsets: catalogue',
    });
  });

  it('masks an output that is no JSON', async () => {
    const handlers = handlersOver({
      call: async () => ({
        status: 'succeeded',
        tool: greet,
        output: 1n as never,
      }),
    });

    expect(await handlers.call(callContext(), { name: 'greet' })).toMatchObject(
      {
        result: {
          isError: true,
          content: [{ text: expect.stringMatching(/^Internal error\./) }],
        },
      },
    );
  });
});
