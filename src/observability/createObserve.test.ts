import {
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type {
  Operation,
  OperationEnd,
  OperationObserver,
  OperationResult,
} from '../tools/observe';
import type { ToolOutcome } from '../tools/types';
import { createObserve } from './createObserve';

const CALL: Operation = {
  method: 'tools/call',
  context: callContext(),
  call: { name: 'greet' },
};
const SUCCEEDED: ToolOutcome = {
  status: 'succeeded',
  tool: greet,
  output: 'Hello',
};

const locked = toError(new NotFoundError('Row 7 is gone'));
const crashed = toError(new TypeError('rows is undefined'));
const unavailable = toError(new ServiceUnavailableError('Try again later'));
const misspelt = toError(new InputError('Unknown toolsets: sampel'));
const forbidden = toError(new NotAllowedError('No plugin may be used'));

/** Observes with the observers given; the first is the span. */
function observeWith(
  span: OperationObserver,
  ...observers: OperationObserver[]
) {
  return createObserve({
    trace: (_operation, run) => run(span),
    observers: observers.map(observer => () => observer),
  });
}

/** The ends that an observer sees of a call. */
async function endsOf(
  run: () => Promise<OperationResult>,
  signal = new AbortController().signal,
) {
  const ends: OperationEnd[] = [];
  const observe = observeWith({ ended: end => ends.push(end) });
  const context = callContext({ signal });
  await observe({ ...CALL, context }, run).catch(() => {});
  return ends;
}

function throwing(thrown: unknown) {
  return async () => {
    throw thrown;
  };
}

describe('createObserve', () => {
  it.each<{
    end: string;
    run: () => Promise<OperationResult>;
    outcome: OperationEnd['outcome'];
    more?: Partial<OperationEnd>;
  }>([
    {
      end: 'lists',
      run: async () => [greet],
      outcome: 'succeeded',
      more: { toolCount: 1 },
    },
    {
      end: 'succeeds',
      run: async () => SUCCEEDED,
      outcome: 'succeeded',
      more: { output: 'Hello' },
    },
    {
      end: 'succeeds with an output that was measured',
      run: async () => ({ ...SUCCEEDED, outputSize: { whole: 7, sent: 7 } }),
      outcome: 'succeeded',
      more: { output: 'Hello', outputSize: { whole: 7, sent: 7 } },
    },
    {
      end: 'succeeds with arguments that had to be interpreted',
      run: async () => ({ ...SUCCEEDED, isCoerced: true }),
      outcome: 'succeeded',
      more: { output: 'Hello', isCoerced: true },
    },
    {
      end: 'fails',
      run: async () => ({
        status: 'failed',
        tool: greet,
        error: locked,
        message: 'Try again',
        isCoerced: true,
      }),
      outcome: 'failed',
      more: { error: locked, isCoerced: true },
    },
    {
      end: 'finds no tool',
      run: async () => ({ status: 'unknown', nearest: [] }),
      outcome: 'refused',
      more: { error: { name: 'NotFoundError', message: 'Unknown tool' } },
    },
    {
      end: 'exceeds a limit',
      run: async () => ({ status: 'limited', message: 'Try again in 1 s' }),
      outcome: 'limited',
      more: {
        error: { name: 'TooManyCallsError', message: 'Try again in 1 s' },
      },
    },
    {
      end: 'may not use the tool',
      run: async () => ({ status: 'unknown', nearest: [], denial: forbidden }),
      outcome: 'refused',
      more: { error: forbidden },
    },
    {
      end: 'was given up before the action started',
      run: async () => ({ status: 'cancelled', tool: greet }),
      outcome: 'cancelled',
      more: {
        error: {
          name: 'AbortError',
          message: 'The client left before the action started',
        },
      },
    },
    {
      end: 'throws an InputError',
      run: throwing(misspelt),
      outcome: 'refused',
      more: { error: misspelt },
    },
    {
      end: 'may use no plugin',
      run: throwing(forbidden),
      outcome: 'refused',
      more: { error: forbidden },
    },
    {
      end: 'has no list in time',
      run: throwing(unavailable),
      outcome: 'failed',
      more: { error: unavailable },
    },
    {
      end: 'throws anything else',
      run: throwing(crashed),
      outcome: 'crashed',
      more: { error: crashed },
    },
  ])(
    'reports once, as $outcome, an operation that $end',
    async ({ run, outcome, more }) => {
      expect(await endsOf(run)).toEqual([
        { outcome, ...more, durationSeconds: expect.any(Number) },
      ]);
    },
  );

  it('reports something that is no error as one', async () => {
    const [{ outcome, error }] = await endsOf(throwing('out of paper'));

    expect(outcome).toBe('crashed');
    expect(error?.message).toContain('out of paper');
  });

  it('reports an operation as cancelled whose client left during it', async () => {
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

  it.each<{ what: string; result: OperationResult }>([
    { what: 'a list', result: [greet] },
    { what: 'a call that succeeds', result: SUCCEEDED },
    {
      what: 'a call that fails',
      result: { status: 'failed', tool: greet, error: locked, message: 'No' },
    },
    {
      what: 'a call that finds no tool',
      result: { status: 'unknown', nearest: [] },
    },
  ])('passes on the result of $what', async ({ result }) => {
    const observe = observeWith({ ended() {} });

    await expect(observe(CALL, async () => result)).resolves.toBe(result);
  });

  it('throws what the operation throws', async () => {
    const observe = observeWith({ ended() {} });

    await expect(observe(CALL, throwing(crashed))).rejects.toBe(crashed);
  });

  it('begins to trace and to observe before the operation runs', async () => {
    const steps: unknown[] = [];
    const begin = (name: string) => (operation: Operation) => {
      steps.push([name, operation]);
      return { ended() {} };
    };
    const observe = createObserve({
      trace: async (operation, run) => {
        const result = await run(begin('span')(operation));
        steps.push('span ends');
        return result;
      },
      observers: [begin('metrics'), begin('audit')],
    });

    await observe(CALL, async () => {
      steps.push('runs');
      return SUCCEEDED;
    });

    expect(steps).toEqual([
      ['span', CALL],
      ['metrics', CALL],
      ['audit', CALL],
      'runs',
      'span ends',
    ]);
  });

  it('reports the same end to all', async () => {
    const ends: OperationEnd[] = [];
    const observer = { ended: (end: OperationEnd) => ends.push(end) };

    await observeWith(
      observer,
      observer,
      observer,
    )(CALL, async ({ found }) => {
      found({ tool: greet });
      return SUCCEEDED;
    });

    expect(ends).toHaveLength(3);
    expect(ends).toEqual([ends[0], ends[0], ends[0]]);
  });

  describe('once the tool is found', () => {
    it('reports it to all before the tool runs, and at the end', async () => {
      const steps: unknown[] = [];
      const stepsOf = (name: string): OperationObserver => ({
        found: ({ tool }) => steps.push([name, 'found', tool]),
        starts: () => steps.push([name, 'starts']),
        ended: ({ tool }) => steps.push([name, 'ended', tool]),
      });

      await observeWith(stepsOf('span'), stepsOf('audit'))(
        CALL,
        async ({ found, starts }) => {
          found({ tool: greet });
          starts();
          steps.push('runs');
          return SUCCEEDED;
        },
      );

      expect(steps).toEqual([
        ['span', 'found', greet],
        ['audit', 'found', greet],
        ['span', 'starts'],
        ['audit', 'starts'],
        'runs',
        ['span', 'ended', greet],
        ['audit', 'ended', greet],
      ]);
    });

    it('needs no observer of that', async () => {
      const observe = observeWith({ ended() {} }, { ended() {} });

      await expect(
        observe(CALL, async ({ found }) => {
          found({ tool: greet });
          return SUCCEEDED;
        }),
      ).resolves.toBe(SUCCEEDED);
    });
  });
});
