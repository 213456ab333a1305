import type { Guard } from '../tools/types';
import type { RunningCalls } from './RunningCalls';
import { toLimited } from './toLimited';

/** A place among the running calls may be free after this time. */
const RETRY_SECONDS = 1;

export interface WithCallsInFlightOptions {
  running: RunningCalls;
  /** Calls of one principal that may run at once. 0 means no limit. */
  callsInFlight: number;
}

/**
 * Limits how many calls of one principal run at once. A call counts until its
 * tool ends, even when the client got a response earlier.
 */
export function withCallsInFlight({
  running,
  callsInFlight,
}: WithCallsInFlightOptions): Guard {
  return run => async (context, found, args) => {
    const principal = context.countKey;
    // No await between this check and the count, so that no other call comes
    // between.
    return callsInFlight > 0 && running.of(principal) >= callsInFlight
      ? toLimited(
          `Calls at once are limited to ${callsInFlight}`,
          RETRY_SECONDS,
        )
      : running.track(principal, () => run(context, found, args));
  };
}
