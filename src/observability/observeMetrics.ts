import type { Observer } from '../tools/observe';
import type { Instruments } from './instruments';
import {
  ATTRIBUTES,
  errorTypeLabel,
  messageAttributes,
  UNKNOWN_TOOL,
} from './semanticConventions';

/**
 * Measures each operation. All labels have a bounded set of values, whatever
 * clients send.
 */
export function observeMetrics({
  operationDuration,
  outputSize,
}: Pick<Instruments, 'operationDuration' | 'outputSize'>): Observer {
  return ({ method, context }) => ({
    ended({ durationSeconds, outcome, error, tool, outputSize: size }) {
      if (size && tool) {
        outputSize.record(size.whole, {
          [ATTRIBUTES.toolName]: tool.name,
          [ATTRIBUTES.serverKey]: context.server.key,
          [ATTRIBUTES.outputCut]: size.sent < size.whole,
        });
      }
      operationDuration.record(durationSeconds, {
        ...messageAttributes(context, method),
        ...(method === 'tools/call' && {
          [ATTRIBUTES.toolName]: tool?.name ?? UNKNOWN_TOOL,
        }),
        [ATTRIBUTES.outcome]: outcome,
        ...(error && { [ATTRIBUTES.errorType]: errorTypeLabel(error.name) }),
      });
    },
  });
}
