import { mockServices } from '@backstage/backend-test-utils';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type { ToolOutcome, ToolService } from '../tools/types';
import { createToolHandlers, TooManyCallsError } from './toolHandlers';

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

  it('gives the result of a call with the tool that was called', async () => {
    const call = await handlersOver({}).call(callContext(), { name: 'greet' });

    expect(call).toEqual({
      tool: greet,
      result: {
        content: [{ type: 'text', text: '"Hi"' }],
        structuredContent: 'Hi',
      },
    });
  });

  it('refuses a call that is one too many, and says when to try again', async () => {
    const handlers = handlersOver({
      call: async () => ({
        status: 'limited',
        retryAfterSeconds: 42,
        message: 'Too many calls: try again in 42 s',
      }),
    });

    const refusal = await handlers
      .call(callContext(), { name: 'greet' })
      .catch(error => error);

    expect(refusal).toBeInstanceOf(TooManyCallsError);
    expect(refusal).toMatchObject({
      code: -32000,
      message: 'Too many calls: try again in 42 s',
      data: { retryAfterSeconds: 42 },
      retryAfterSeconds: 42,
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

    await expect(
      handlers.call(callContext(), { name: 'greet' }),
    ).rejects.toMatchObject({
      code: -32603,
      message: expect.stringMatching(/^Internal error\./),
    });
  });
});
