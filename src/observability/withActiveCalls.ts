import type { Guard } from '../tools/types';
import type { Instruments } from './instruments';
import { ATTRIBUTES } from './semanticConventions';

/**
 * Counts running calls. Wrapped by the deadline and the limits: a call counts
 * until its tool ends, even when the client got a response earlier, and a
 * refused call never counts.
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
