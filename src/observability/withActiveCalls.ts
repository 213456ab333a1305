import type { Guard } from '../tools/types';
import type { Instruments } from './instruments';
import { ATTRIBUTES } from './semanticConventions';

/**
 * Counts the calls that run. It stands behind the deadline and the limits: a
 * call runs until its tool ends, however early it is answered, and one that is
 * refused never runs.
 */
export function withActiveCalls({
  activeCalls,
}: Pick<Instruments, 'activeCalls'>): Guard {
  return run => async (context, found, args) => {
    const labels = {
      [ATTRIBUTES.serverKey]: context.server.key,
      [ATTRIBUTES.transport]: context.protocol.transport,
    };
    activeCalls.add(1, labels);
    try {
      return await run(context, found, args);
    } finally {
      activeCalls.add(-1, labels);
    }
  };
}
