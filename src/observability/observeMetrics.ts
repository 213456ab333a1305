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
}: Pick<Instruments, 'operationDuration'>): Observer {
  return ({ method, context }) => ({
    ended({ durationSeconds, outcome, error, tool }) {
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
