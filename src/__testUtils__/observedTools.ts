import type { Observe } from '../tools/observe';
import type { Guard } from '../tools/types';

/** Nobody looks. */
export const observeNothing: Observe = (_operation, run) =>
  run({ found() {}, starts() {} });

/** Stops nothing. */
export const NO_GUARD: Guard = run => run;
