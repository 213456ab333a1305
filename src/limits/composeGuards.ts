import type { Guard } from '../tools/types';

/** All of them as one, the outermost first. */
export function composeGuards(guards: readonly Guard[]): Guard {
  return run => guards.reduceRight((guarded, guard) => guard(guarded), run);
}
