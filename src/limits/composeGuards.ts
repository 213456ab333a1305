import type { Guard } from '../tools/types';

/** Combines guards into one. The first guard is outermost. */
export function composeGuards(guards: readonly Guard[]): Guard {
  return run => guards.reduceRight((guarded, guard) => guard(guarded), run);
}
