import { NO_GUARD, observeNothing } from '../__testUtils__/observedTools';
import { mockServices } from '@backstage/backend-test-utils';
import {
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { ProtocolError } from '@modelcontextprotocol/server';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type { Observe } from '../tools/observe';
import type { ToolService } from '../tools/types';
import { listTools } from './listTools';

interface Options {
  context?: ReturnType<typeof callContext>;
  cursor?: string;
  observe?: Observe;
}

function listOver(
  list: ToolService['list'],
  { context = callContext(), cursor, observe = observeNothing }: Options = {},
) {
  const tools: ToolService = {
    list,
    find: async () => ({ nearest: [] }),
    run: async () => ({ status: 'succeeded', tool: greet, output: 'Hi' }),
  };
  const logger = mockServices.logger.mock();
  return listTools(
    { tools, guard: NO_GUARD, observe, logger },
    context,
    cursor,
  );
}

describe('listTools', () => {
  it('gives the very list of the core, so that others can build on it', async () => {
    const tools = [greet];

    expect(await listOver(async () => tools)).toBe(tools);
  });

  it('does not ask the core for a page that is not there', async () => {
    const list = jest.fn();

    await expect(listOver(list, { cursor: '' })).rejects.toMatchObject({
      code: -32602,
    });
    expect(list).not.toHaveBeenCalled();
  });

  it.each([
    new Error('connect ECONNREFUSED'),
    new NotAllowedError('No plugin'),
    new ServiceUnavailableError('No list. Try again later'),
  ])('answers with a JSON-RPC error over tools that throw %p', async thrown => {
    await expect(
      listOver(async () => {
        throw thrown;
      }),
    ).rejects.toThrow(ProtocolError);
  });

  it('refuses a request that makes no sense', async () => {
    await expect(
      listOver(async () => {
        throw new InputError('Unknown toolsets: catalogue');
      }),
    ).rejects.toMatchObject({
      code: -32602,
      message: 'Unknown toolsets: catalogue',
    });
  });

  describe('under observation', () => {
    it('shows the list', async () => {
      const context = callContext({ signal: { aborted: false } });
      const seen: unknown[] = [];

      await listOver(async () => [greet], {
        context,
        observe: async (operation, run) => {
          const result = await run({ found() {}, starts() {} });
          seen.push(operation, result);
          return result;
        },
      });

      expect(seen).toEqual([{ method: 'tools/list', context }, [greet]]);
    });

    it('shows the true error, which the client does not get', async () => {
      const failure = new Error('connect ECONNREFUSED');
      const seen: unknown[] = [];
      const observe: Observe = (_operation, run) =>
        run({ found() {}, starts() {} }).catch(thrown => {
          seen.push(thrown);
          throw thrown;
        });

      await expect(
        listOver(
          async () => {
            throw failure;
          },
          { observe },
        ),
      ).rejects.toThrow(/^Internal error\./);
      expect(seen).toEqual([failure]);
    });
  });
});
