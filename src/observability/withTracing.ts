import type {
  TracingService,
  TracingServiceSpan,
} from '@backstage/backend-plugin-api/alpha';
import { toLoggableLine } from '../text/loggableText';
import { toLoggableError } from '../text/toLoggableError';
import type { CallContext, ToolOutcome, ToolService } from '../tools/types';
import { observeOperation, type OperationEnd } from './observeOperation';
import {
  ATTRIBUTES,
  MAX_BAGGAGE_VALUE_LENGTH,
  messageAttributes,
  PROPAGATED_BAGGAGE,
} from './semanticConventions';

export interface WithTracingOptions {
  tracing: TracingService;
  /** Whether spans carry the arguments and output of calls. */
  captureToolPayload: boolean;
}

type Method = 'tools/list' | 'tools/call';

/** One server span for each operation, below the span of the client. */
export function withTracing(
  tools: ToolService,
  options: WithTracingOptions,
): ToolService {
  return {
    list: context =>
      inSpan('tools/list', context, options, (inner, span) =>
        observeOperation(inner, observerOf(span), observed =>
          tools.list(observed),
        ),
      ),
    call: (context, call) =>
      inSpan('tools/call', context, options, async (inner, span) => {
        if (options.captureToolPayload) {
          setJson(span, ATTRIBUTES.toolArguments, call.arguments);
        }
        const outcome = await observeOperation(
          inner,
          observerOf(span),
          observed => tools.call(observed, call),
        );
        if (options.captureToolPayload) {
          setJson(span, ATTRIBUTES.toolResult, outputOf(outcome));
        }
        return outcome;
      }),
  };
}

/** The span's parent is what the client sent, else whatever is active here. */
async function inSpan<T>(
  method: Method,
  context: CallContext,
  { tracing }: WithTracingOptions,
  run: (context: CallContext, span: TracingServiceSpan) => Promise<T>,
): Promise<T> {
  const parent = tracing.propagation.extract(
    tracing.context.active(),
    context.traceCarrier,
  );
  const [settled] = await tracing.context.with(parent, () =>
    tracing.startActiveSpan(
      method,
      {
        kind: 'server',
        credentials: context.credentials,
        attributes: {
          ...baggageAttributes(tracing),
          ...messageAttributes(context, method),
        },
      },
      // The service would put the error of the internal request on the span, in
      // place of the one that the action raised.
      span => Promise.allSettled([run(context, span)]),
    ),
  );
  if (settled.status === 'rejected') {
    throw settled.reason;
  }
  return settled.value;
}

function baggageAttributes(tracing: TracingService): Record<string, string> {
  const entries = tracing.propagation.getActiveBaggage()?.getAllEntries() ?? [];
  return Object.fromEntries(
    entries
      .filter(([key]) => PROPAGATED_BAGGAGE.has(key))
      .map(([key, { value }]) => [
        key,
        toLoggableLine(value, MAX_BAGGAGE_VALUE_LENGTH),
      ]),
  );
}

function observerOf(span: TracingServiceSpan) {
  return {
    found(tool: { name: string; pluginId: string; actionId: string }) {
      span.setAttribute(ATTRIBUTES.toolName, tool.name);
      span.setAttribute(ATTRIBUTES.pluginId, tool.pluginId);
      span.setAttribute(ATTRIBUTES.actionId, tool.actionId);
    },
    ended({ outcome, error, isCoerced }: OperationEnd) {
      if (isCoerced) {
        span.setAttribute(ATTRIBUTES.argumentsCoerced, true);
      }
      span.setAttribute(ATTRIBUTES.outcome, outcome);
      if (error) {
        const { name, message } = toLoggableError(error);
        span.setAttribute(ATTRIBUTES.errorType, name);
        span.setStatus({ code: 'error', message });
      }
    },
  };
}

function outputOf(outcome: ToolOutcome): unknown {
  return outcome.status === 'succeeded' ? outcome.output : undefined;
}

function setJson(span: TracingServiceSpan, name: string, value: unknown) {
  if (value !== undefined) {
    span.setAttribute(name, JSON.stringify(value));
  }
}
