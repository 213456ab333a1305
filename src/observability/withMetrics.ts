import type { ToolService } from '../tools/types';
import type { Instruments } from './instruments';
import { observeOperation, type OperationEnd } from './observeOperation';
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
export function withMetrics(
  tools: ToolService,
  { operationDuration }: Pick<Instruments, 'operationDuration'>,
): ToolService {
  const recordEnd = (labels: Record<string, string>, end: OperationEnd) =>
    operationDuration.record(end.durationSeconds, {
      ...labels,
      [ATTRIBUTES.outcome]: end.outcome,
      ...(end.error && {
        [ATTRIBUTES.errorType]: errorTypeLabel(end.error.name),
      }),
    });

  return {
    list(context) {
      const labels = messageAttributes(context, 'tools/list');
      const ended = (end: OperationEnd) => recordEnd(labels, end);
      return observeOperation(context, { ended }, inner => tools.list(inner));
    },
    call(context, call) {
      const labels = messageAttributes(context, 'tools/call');
      const ended = (end: OperationEnd) => {
        const toolName = end.tool?.name ?? UNKNOWN_TOOL;
        recordEnd({ ...labels, [ATTRIBUTES.toolName]: toolName }, end);
      };
      return observeOperation(context, { ended }, inner =>
        tools.call(inner, call),
      );
    },
  };
}
