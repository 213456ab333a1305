import { mockCredentials } from '@backstage/backend-test-utils';
import { tracingServiceMock } from '@backstage/backend-test-utils/alpha';
import { ConflictError, InputError, toError } from '@backstage/errors';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type { CallContext, ToolOutcome } from '../tools/types';
import { withTracing } from './withTracing';

const CALL = { name: 'greet', arguments: { name: 'Jane' } };

type Run = (context: CallContext) => Promise<ToolOutcome>;

const succeed: Run = async context => {
  context.onToolFound?.(greet);
  return { status: 'succeeded', tool: greet, output: { greeting: 'Hello' } };
};
const fail: Run = async context => {
  context.onToolFound?.(greet);
  const error = toError(new ConflictError('Row 7 of greetings is locked'));
  return { status: 'failed', tool: greet, error, message: 'Try again' };
};
const refuse: Run = async () => ({ status: 'unknown', nearest: [] });
const rejectInput: Run = async () => {
  throw new InputError('Unknown toolsets: sampel');
};
const crash: Run = async context => {
  context.onToolFound?.(greet);
  throw new TypeError('rows is undefined');
};

/** Traced tools, and what their first span carries. */
function traced(run: Run, captureToolPayload = false) {
  const tracing = tracingServiceMock.mock();
  const tools = { list: async () => [greet], call: run };
  return {
    tracing,
    tools: withTracing(tools, { tracing, captureToolPayload }),
    started: () => tracing.startActiveSpan.mock.calls,
    status: () => tracing.spans[0].setStatus.mock.calls,
    attributes: () =>
      Object.fromEntries(tracing.spans[0].setAttribute.mock.calls),
  };
}

describe('withTracing', () => {
  it('notes that the arguments had to be interpreted', async () => {
    const { tools, attributes } = traced(async () => ({
      status: 'succeeded',
      tool: greet,
      output: 'Hello',
      isCoerced: true,
    }));
    await tools.call(callContext(), CALL);
    expect(attributes()).toMatchObject({
      'backstage.mcp.arguments_coerced': true,
    });
  });

  it('starts a server span for a call', async () => {
    const { tools, started } = traced(succeed);
    const credentials = mockCredentials.user('user:default/jane');

    await tools.call(callContext({ credentials }), CALL);

    expect(started()).toEqual([
      [
        'tools/call',
        {
          kind: 'server',
          credentials,
          attributes: {
            'mcp.method.name': 'tools/call',
            'mcp.protocol.version': '2025-11-25',
            'gen_ai.operation.name': 'execute_tool',
            'network.transport': 'tcp',
            'network.protocol.name': 'http',
            'backstage.mcp.server': 'default',
            'backstage.mcp.transport': 'streamable-http',
          },
        },
        expect.any(Function),
      ],
    ]);
  });

  it('starts a server span for a list', async () => {
    const { tools, started } = traced(succeed);

    await expect(tools.list(callContext())).resolves.toEqual([greet]);
    expect(started()).toMatchObject([
      [
        'tools/list',
        { kind: 'server', attributes: { 'mcp.method.name': 'tools/list' } },
        expect.any(Function),
      ],
    ]);
  });

  it('names the tool and how the call ended', async () => {
    const { tools, attributes } = traced(succeed);

    await tools.call(callContext(), CALL);

    expect(attributes()).toEqual({
      'gen_ai.tool.name': 'greeter_greet',
      'backstage.plugin.id': 'greeter',
      'backstage.action.id': 'greeter:greet',
      'backstage.mcp.outcome': 'succeeded',
    });
  });

  it('leaves the status alone when all is well', async () => {
    const { tools, status } = traced(succeed);

    await tools.call(callContext(), CALL);

    expect(status()).toEqual([]);
  });

  it.each([
    {
      end: 'fails',
      run: fail,
      outcome: 'failed',
      error: 'ConflictError',
      message: 'Row 7 of greetings is locked',
    },
    {
      end: 'finds no tool',
      run: refuse,
      outcome: 'refused',
      error: 'NotFoundError',
      message: 'Unknown tool',
    },
    {
      end: 'throws an InputError',
      run: rejectInput,
      outcome: 'refused',
      error: 'InputError',
      message: 'Unknown toolsets: sampel',
    },
    {
      end: 'throws another error',
      run: crash,
      outcome: 'crashed',
      error: 'TypeError',
      message: 'rows is undefined',
    },
  ])('has the true reason of a call that $end', async row => {
    const { tools, attributes, status } = traced(row.run);

    await tools.call(callContext(), CALL).catch(() => {});

    expect(attributes()).toMatchObject({
      'backstage.mcp.outcome': row.outcome,
      'error.type': row.error,
    });
    expect(status()).toEqual([[{ code: 'error', message: row.message }]]);
  });

  it('says that the client left during the call', async () => {
    const client = new AbortController();
    const { tools, attributes } = traced(async context => {
      client.abort();
      return succeed(context);
    });

    await tools.call(callContext({ signal: client.signal }), CALL);

    expect(attributes()).toMatchObject({
      'backstage.mcp.outcome': 'cancelled',
      'error.type': 'AbortError',
    });
  });

  it.each([
    { end: 'succeeds', run: succeed },
    { end: 'fails', run: fail },
    { end: 'finds no tool', run: refuse },
  ])('passes on the outcome of a call that $end', async ({ run }) => {
    const outcome = await traced(run).tools.call(callContext(), CALL);

    expect(outcome).toEqual(await run(callContext()));
  });

  it('throws what the tools throw', async () => {
    await expect(traced(crash).tools.call(callContext(), CALL)).rejects.toThrow(
      TypeError('rows is undefined'),
    );
  });

  describe('the payload of a call', () => {
    const ARGUMENTS = 'gen_ai.tool.call.arguments';
    const RESULT = 'gen_ai.tool.call.result';

    it('stays out of the span', async () => {
      const { tools, attributes } = traced(succeed);

      await tools.call(callContext(), CALL);

      expect(attributes()).not.toHaveProperty([ARGUMENTS]);
      expect(attributes()).not.toHaveProperty([RESULT]);
    });

    it('is in the span as JSON when asked for', async () => {
      const { tools, attributes } = traced(succeed, true);

      await tools.call(callContext(), CALL);

      expect(attributes()).toMatchObject({
        [ARGUMENTS]: '{"name":"Jane"}',
        [RESULT]: '{"greeting":"Hello"}',
      });
    });

    it('has no result when the call failed', async () => {
      const { tools, attributes } = traced(fail, true);

      await tools.call(callContext(), CALL);

      expect(attributes()).not.toHaveProperty([RESULT]);
    });

    it('has no arguments when none were sent', async () => {
      const { tools, attributes } = traced(succeed, true);

      await tools.call(callContext(), { name: 'greet' });

      expect(attributes()).not.toHaveProperty([ARGUMENTS]);
    });
  });

  describe('what the client sent along', () => {
    it('is where the parent of the span comes from', async () => {
      const { tools, tracing } = traced(succeed);
      const traceCarrier = { traceparent: `00-${'a'.repeat(32)}-b7ad6b71-01` };

      await tools.call(callContext({ traceCarrier }), CALL);

      expect(tracing.propagation.extract.mock.lastCall?.[1]).toBe(traceCarrier);
      expect(tracing.context.with.mock.lastCall?.[0]).toBe(
        tracing.propagation.extract.mock.results[0].value,
      );
    });

    it('hides nothing in the span', async () => {
      const { tools, started, status } = traced(async () => {
        throw new InputError('Unknown toolsets: a\n\u202Eb\u{E0041}');
      });
      const baggage = `gen_ai.agent.name=${encodeURIComponent('a\n\u202Eb')}`;

      await tools
        .call(callContext({ traceCarrier: { baggage } }), CALL)
        .catch(() => {});

      expect(started()[0][1]).toMatchObject({
        attributes: { 'gen_ai.agent.name': 'a \uFFFDb' },
      });
      expect(status()).toEqual([
        [{ code: 'error', message: 'Unknown toolsets: a \uFFFDb\uFFFD' }],
      ]);
    });

    it('adds only known baggage to the span, cut after 256 characters', async () => {
      const { tools, started } = traced(succeed);
      const baggage = `gen_ai.agent.name=${'x'.repeat(1000)},gen_ai.conversation.id=42,session=secret`;

      await tools.call(callContext({ traceCarrier: { baggage } }), CALL);

      const { attributes } = started()[0][1] as { attributes: object };
      expect(attributes).toMatchObject({
        'gen_ai.agent.name': 'x'.repeat(256),
        'gen_ai.conversation.id': '42',
      });
      expect(attributes).not.toHaveProperty('session');
    });
  });
});
