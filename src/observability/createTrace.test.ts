import { mockCredentials } from '@backstage/backend-test-utils';
import { tracingServiceMock } from '@backstage/backend-test-utils/alpha';
import { callContext } from '../__testUtils__/callContext';
import { greet } from '../__testUtils__/greet';
import type { OperationEnd } from '../tools/observe';
import type { CallContext, ToolCall } from '../tools/types';
import { createTrace } from './createTrace';

const CALL = { name: 'greet', arguments: { name: 'Jane' } };
const ENDED: OperationEnd = {
  outcome: 'succeeded',
  durationSeconds: 1.5,
  output: { greeting: 'Hello' },
};

interface TracedCall {
  given?: Partial<CallContext>;
  call?: ToolCall;
  withheldInputs?: readonly string[];
  end?: Partial<OperationEnd>;
  captureToolPayload?: boolean;
}

function createTracing(captureToolPayload = false) {
  const tracing = tracingServiceMock.mock();
  return { tracing, trace: createTrace({ tracing, captureToolPayload }) };
}

/** What the span of a call of the greeter carries. */
async function spanOf({
  given,
  call = CALL,
  withheldInputs,
  end,
  captureToolPayload,
}: TracedCall = {}) {
  const { tracing, trace } = createTracing(captureToolPayload);
  const context = callContext(given);
  await trace({ method: 'tools/call', context, call }, async span => {
    span.found?.({ tool: greet, withheldInputs });
    span.ended({ ...ENDED, ...end });
  });
  const [{ setAttribute, setStatus }] = tracing.spans;
  return {
    tracing,
    started: tracing.startActiveSpan.mock.calls,
    status: setStatus.mock.calls,
    attributes: Object.fromEntries(setAttribute.mock.calls),
  };
}

describe('createTrace', () => {
  it('notes that the arguments had to be interpreted', async () => {
    const { attributes } = await spanOf({ end: { isCoerced: true } });

    expect(attributes).toMatchObject({
      'backstage.mcp.arguments_coerced': true,
    });
  });

  it('notes how large the output was, and what was sent of it', async () => {
    const { attributes } = await spanOf({
      end: { outputSize: { whole: 3_000, sent: 2_000 } },
    });

    expect(attributes).toMatchObject({
      'backstage.mcp.output.size': 3_000,
      'backstage.mcp.output.sent_size': 2_000,
    });
  });

  it('starts a server span for a call', async () => {
    const credentials = mockCredentials.user('user:default/jane');

    const { started } = await spanOf({ given: { credentials } });

    expect(started).toEqual([
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
    const { tracing, trace } = createTracing();

    await trace({ method: 'tools/list', context: callContext() }, async () => {
      expect(tracing.spans).toHaveLength(1);
    });

    expect(tracing.startActiveSpan.mock.calls).toMatchObject([
      [
        'tools/list',
        { kind: 'server', attributes: { 'mcp.method.name': 'tools/list' } },
        expect.any(Function),
      ],
    ]);
  });

  it('names the tool and how the call ended', async () => {
    const { attributes } = await spanOf();

    expect(attributes).toEqual({
      'gen_ai.tool.name': 'greeter_greet',
      'backstage.plugin.id': 'greeter',
      'backstage.action.id': 'greeter:greet',
      'backstage.mcp.outcome': 'succeeded',
    });
  });

  it('leaves the status alone when all is well', async () => {
    const { status } = await spanOf();

    expect(status).toEqual([]);
  });

  it.each([
    {
      outcome: 'failed',
      error: { name: 'ConflictError', message: 'Row 7 of greetings is locked' },
      type: 'ConflictError',
      message: 'Row 7 of greetings is locked',
    },
    {
      outcome: 'refused',
      error: { name: 'NotFoundError', message: 'Unknown tool' },
      type: 'NotFoundError',
      message: 'Unknown tool',
    },
    {
      outcome: 'cancelled',
      error: { name: 'AbortError', message: 'The client left' },
      type: 'AbortError',
      message: 'The client left',
    },
    {
      outcome: 'crashed',
      error: { name: 'TypeError', message: 'rows is undefined' },
      type: 'TypeError',
      message: 'rows is undefined',
    },
  ] as const)(
    'has the true reason of a call that is $outcome',
    async ({ outcome, error, type, message }) => {
      const { attributes, status } = await spanOf({ end: { outcome, error } });

      expect(attributes).toMatchObject({
        'backstage.mcp.outcome': outcome,
        'error.type': type,
      });
      expect(status).toEqual([[{ code: 'error', message }]]);
    },
  );

  it('passes on the result', async () => {
    const { trace } = createTracing();
    const result = [greet];

    await expect(
      trace(
        { method: 'tools/list', context: callContext() },
        async () => result,
      ),
    ).resolves.toBe(result);
  });

  it('throws what the operation throws, past the service', async () => {
    const { tracing, trace } = createTracing();
    const crash = new TypeError('rows is undefined');

    await expect(
      trace({ method: 'tools/list', context: callContext() }, async () => {
        throw crash;
      }),
    ).rejects.toBe(crash);
    await expect(
      tracing.startActiveSpan.mock.results[0].value,
    ).resolves.toBeDefined();
  });

  describe('the payload of a call', () => {
    const ARGUMENTS = 'gen_ai.tool.call.arguments';
    const RESULT = 'gen_ai.tool.call.result';

    it('stays out of the span', async () => {
      const { attributes } = await spanOf();

      expect(attributes).not.toHaveProperty([ARGUMENTS]);
      expect(attributes).not.toHaveProperty([RESULT]);
    });

    it('is in the span as JSON when asked for', async () => {
      const { attributes } = await spanOf({ captureToolPayload: true });

      expect(attributes).toMatchObject({
        [ARGUMENTS]: '{"name":"Jane"}',
        [RESULT]: '{"greeting":"Hello"}',
      });
    });

    it('has no result when the call gave none', async () => {
      const { attributes } = await spanOf({
        end: { outcome: 'failed', output: undefined },
        captureToolPayload: true,
      });

      expect(attributes).not.toHaveProperty([RESULT]);
    });

    it('has no secrets', async () => {
      const { attributes } = await spanOf({
        call: {
          name: 'greet',
          arguments: { name: 'Jane', token: 'hunter2', license: 'ABCD' },
        },
        withheldInputs: ['license'],
        end: { outcome: 'succeeded', output: 'Hello, hunter2' },
        captureToolPayload: true,
      });

      expect(attributes).toMatchObject({
        [ARGUMENTS]:
          '{"name":"Jane","token":"[redacted]","license":"[redacted]"}',
        [RESULT]: '"Hello, [redacted]"',
      });
    });

    it('has no arguments when none were sent', async () => {
      const { attributes } = await spanOf({
        call: { name: 'greet' },
        captureToolPayload: true,
      });

      expect(attributes).not.toHaveProperty([ARGUMENTS]);
    });
  });

  describe('what the client sent along', () => {
    it('is where the parent of the span comes from', async () => {
      const traceCarrier = { traceparent: `00-${'a'.repeat(32)}-b7ad6b71-01` };

      const { tracing } = await spanOf({ given: { traceCarrier } });

      expect(tracing.propagation.extract.mock.lastCall?.[1]).toBe(traceCarrier);
      expect(tracing.context.with.mock.lastCall?.[0]).toBe(
        tracing.propagation.extract.mock.results[0].value,
      );
    });

    it('hides nothing in the span', async () => {
      const baggage = `gen_ai.agent.name=${encodeURIComponent('a\n\u202Eb')}`;

      const { started, status } = await spanOf({
        given: { traceCarrier: { baggage } },
        end: {
          outcome: 'refused',
          error: {
            name: 'InputError',
            message: 'Unknown toolsets: a\n\u202Eb\u{E0041}',
          },
        },
      });

      expect(started[0][1]).toMatchObject({
        attributes: { 'gen_ai.agent.name': 'a \uFFFDb' },
      });
      expect(status).toEqual([
        [{ code: 'error', message: 'Unknown toolsets: a \uFFFDb\uFFFD' }],
      ]);
    });

    it('adds only known baggage to the span, cut after 256 characters', async () => {
      const baggage = `gen_ai.agent.name=${'x'.repeat(1000)},gen_ai.conversation.id=42,session=secret`;

      const { started } = await spanOf({
        given: { traceCarrier: { baggage } },
      });

      const { attributes } = started[0][1] as { attributes: object };
      expect(attributes).toMatchObject({
        'gen_ai.agent.name': 'x'.repeat(256),
        'gen_ai.conversation.id': '42',
      });
      expect(attributes).not.toHaveProperty('session');
    });
  });
});
