import type {
  TracingService,
  TracingServiceSpan,
} from '@backstage/backend-plugin-api/alpha';
import { toLoggableLine } from '../text/loggableText';
import { type Secrets, secretTexts, toRedactedJson } from '../text/secrets';
import { toLoggableError } from '../text/toLoggableError';
import type { Operation, OperationObserver } from '../tools/observe';
import type { Trace } from './createObserve';
import {
  ATTRIBUTES,
  MAX_BAGGAGE_VALUE_LENGTH,
  messageAttributes,
  PROPAGATED_BAGGAGE,
} from './semanticConventions';

export interface CreateTraceOptions {
  tracing: TracingService;
  /** Whether spans carry the arguments and output of calls. */
  captureToolPayload: boolean;
}

/**
 * One server span for each operation. Its parent is what the client sent, else
 * whatever is active here.
 */
export function createTrace(options: CreateTraceOptions): Trace {
  const { tracing } = options;
  return async (operation, run) => {
    const { context, method } = operation;
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
        span => Promise.allSettled([run(observerOf(span, operation, options))]),
      ),
    );
    if (settled.status === 'rejected') {
      throw settled.reason;
    }
    return settled.value;
  };
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

function observerOf(
  span: TracingServiceSpan,
  { call }: Operation,
  { captureToolPayload }: CreateTraceOptions,
): OperationObserver {
  return {
    found({ tool, withheldInputs: names }) {
      if (captureToolPayload) {
        capture(span, ATTRIBUTES.toolArguments, call?.arguments, { names });
      }
      span.setAttribute(ATTRIBUTES.toolName, tool.name);
      span.setAttribute(ATTRIBUTES.pluginId, tool.pluginId);
      span.setAttribute(ATTRIBUTES.actionId, tool.actionId);
    },
    ended({ outcome, error, isCoerced, output, outputSize }) {
      if (captureToolPayload) {
        const texts = secretTexts(call?.arguments);
        capture(span, ATTRIBUTES.toolResult, output, { texts });
      }
      if (outputSize) {
        span.setAttribute(ATTRIBUTES.outputSize, outputSize.whole);
        span.setAttribute(ATTRIBUTES.outputSentSize, outputSize.sent);
      }
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

/** As JSON, without secrets: spans are read by more people than a portal's users. */
function capture(
  span: TracingServiceSpan,
  name: string,
  value: unknown,
  secrets: Secrets,
) {
  const json = toRedactedJson(value, secrets);
  if (json !== undefined) {
    span.setAttribute(name, json);
  }
}
