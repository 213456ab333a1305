import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type { ToolOutcome } from '../tools/types';
import { observeOperation, type OperationEnd } from './observeOperation';

const SUCCEEDED: ToolOutcome = {
  status: 'succeeded',
  tool: greet,
  output: 'Hello',
};

/** How the observer was told that an operation ended. */
async function endsOf(run: () => Promise<unknown>, signal?: AbortSignal) {
  const ends: OperationEnd[] = [];
  const observer = { ended: (end: OperationEnd) => ends.push(end) };
  const context = callContext(signal && { signal });
  await observeOperation(context, observer, run).catch(() => {});
  return ends;
}

const locked = new NotFoundError('Row 7 is gone');
const crashed = new TypeError('rows is undefined');
const unavailable = new ServiceUnavailableError('Try again later');
const misspelt = new InputError('Unknown toolsets: sampel');

function throwing(thrown: unknown) {
  return async () => {
    throw thrown;
  };
}

describe('observeOperation', () => {
  it.each<{
    end: string;
    run: () => Promise<unknown>;
    outcome: OperationEnd['outcome'];
    error?: object;
  }>([
    { end: 'lists', run: async () => [greet], outcome: 'succeeded' },
    { end: 'succeeds', run: async () => SUCCEEDED, outcome: 'succeeded' },
    {
      end: 'fails',
      run: async () => ({
        status: 'failed',
        tool: greet,
        error: locked,
        message: 'Try again',
      }),
      outcome: 'failed',
      error: locked,
    },
    {
      end: 'finds no tool',
      run: async () => ({ status: 'unknown', nearest: [] }),
      outcome: 'refused',
      error: { name: 'NotFoundError', message: 'Unknown tool' },
    },
    {
      end: 'was given up before the action started',
      run: async () => ({ status: 'cancelled', tool: greet }),
      outcome: 'cancelled',
      error: {
        name: 'AbortError',
        message: 'The client left before the action started',
      },
    },
    {
      end: 'throws an InputError',
      run: throwing(misspelt),
      outcome: 'refused',
      error: misspelt,
    },
    {
      end: 'has no list in time',
      run: throwing(unavailable),
      outcome: 'failed',
      error: unavailable,
    },
    {
      end: 'throws anything else',
      run: throwing(crashed),
      outcome: 'crashed',
      error: crashed,
    },
  ])(
    'tells once that an operation that $end $outcome',
    async ({ run, outcome, error }) => {
      expect(await endsOf(run)).toEqual([
        { outcome, error, durationSeconds: expect.any(Number) },
      ]);
    },
  );

  it('tells something that is no error as one', async () => {
    const [{ outcome, error }] = await endsOf(throwing('out of paper'));

    expect(outcome).toBe('crashed');
    expect(error?.message).toContain('out of paper');
  });

  it('tells an operation as cancelled whose client left during it', async () => {
    const client = new AbortController();

    const ends = await endsOf(async () => {
      client.abort();
      return SUCCEEDED;
    }, client.signal);

    expect(ends).toMatchObject([
      {
        outcome: 'cancelled',
        error: {
          name: 'AbortError',
          message: 'The client left before the answer; the operation succeeded',
        },
      },
    ]);
  });

  it('keeps the true reason of a failure after the client left', async () => {
    const client = new AbortController();

    const ends = await endsOf(async () => {
      client.abort();
      throw crashed;
    }, client.signal);

    expect(ends).toMatchObject([{ outcome: 'cancelled', error: crashed }]);
  });

  it('passes on what the operation gives', async () => {
    await expect(
      observeOperation(callContext(), { ended() {} }, async () => SUCCEEDED),
    ).resolves.toBe(SUCCEEDED);
  });

  it('throws what the operation throws', async () => {
    await expect(
      observeOperation(callContext(), { ended() {} }, throwing(crashed)),
    ).rejects.toBe(crashed);
  });

  it('hands on the context of the message', async () => {
    const context = callContext({ serverKey: 'catalog' });

    await observeOperation(context, { ended() {} }, async inner => {
      expect(inner).toEqual({ ...context, onToolFound: expect.any(Function) });
      return [];
    });

    expect.assertions(1);
  });

  describe('once the tool is found', () => {
    it('tells it before the tool runs, and all that listen further out', async () => {
      const steps: unknown[] = [];
      const context = callContext({
        onToolFound: tool => {
          steps.push(['outer', tool]);
        },
      });

      await observeOperation(
        context,
        {
          found: tool => steps.push(['found', tool]),
          ended: ({ tool }) => steps.push(['ended', tool]),
        },
        async inner => {
          inner.onToolFound?.(greet);
          steps.push(['runs', greet]);
          return SUCCEEDED;
        },
      );

      expect(steps).toEqual([
        ['found', greet],
        ['outer', greet],
        ['runs', greet],
        ['ended', greet],
      ]);
    });

    it('needs no observer of that', async () => {
      const outcome = observeOperation(
        callContext(),
        { ended() {} },
        async inner => {
          inner.onToolFound?.(greet);
          return SUCCEEDED;
        },
      );

      await expect(outcome).resolves.toBe(SUCCEEDED);
    });
  });
});
