import type { ToolService } from '../tools/types';
import type { Instruments } from './instruments';
import { ATTRIBUTES } from './semanticConventions';

/**
 * Counts the calls that run. It stands behind the deadline and the limits: a
 * call runs until its tool ends, however early it is answered, and one that is
 * refused never runs.
 */
export function withActiveCalls(
  tools: ToolService,
  { activeCalls }: Pick<Instruments, 'activeCalls'>,
): ToolService {
  return {
    list: context => tools.list(context),
    async call(context, call) {
      const labels = {
        [ATTRIBUTES.serverKey]: context.serverKey,
        [ATTRIBUTES.transport]: context.protocol.transport,
      };
      activeCalls.add(1, labels);
      try {
        return await tools.call(context, call);
      } finally {
        activeCalls.add(-1, labels);
      }
    },
  };
}
