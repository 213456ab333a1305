import type { Guard } from '../tools/types';
import type { CallRates } from './CallRates';
import { toLimited } from './toLimited';

export interface WithDestructiveCallRateOptions {
  /** The limit as messages name it. `rates` does the counting. */
  destructiveCallsPerMinute: number;
  rates: Pick<CallRates, 'countDestructiveCall'>;
}

/** Limits how often one principal may call destructive tools. */
export function withDestructiveCallRate({
  destructiveCallsPerMinute,
  rates,
}: WithDestructiveCallRateOptions): Guard {
  return run => async (context, found, args) => {
    const wait = found.tool.attributes.destructive
      ? await rates.countDestructiveCall(context.countKey)
      : undefined;
    return wait === undefined
      ? run(context, found, args)
      : toLimited(
          `Destructive calls per minute are limited to ${destructiveCallsPerMinute}`,
          wait,
        );
  };
}
