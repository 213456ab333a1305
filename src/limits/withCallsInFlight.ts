import type { Guard } from '../tools/types';
import type { RunningCalls } from './RunningCalls';
import { toLimited } from './toLimited';

/** How soon a place may be free among the calls that run. */
const RETRY_SECONDS = 1;

export interface WithCallsInFlightOptions {
  running: RunningCalls;
  /** Calls of one principal that may run at once; 0 is no limit. */
  callsInFlight: number;
}

/**
 * Bounds how many calls of one principal run at once. A call counts until its
 * tool ends, however early it is answered.
 */
export function withCallsInFlight({
  running,
  callsInFlight,
}: WithCallsInFlightOptions): Guard {
  return run => async (context, found, args) => {
    const principal = context.countKey;
    // Nothing is awaited between the look and the count.
    return callsInFlight > 0 && running.of(principal) >= callsInFlight
      ? toLimited(`at once are limited to ${callsInFlight}`, RETRY_SECONDS)
      : running.track(principal, () => run(context, found, args));
  };
}
