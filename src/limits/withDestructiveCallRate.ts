import type { Guard } from '../tools/types';
import type { CallRates } from './CallRates';
import { toLimited } from './toLimited';

export interface WithDestructiveCallRateOptions {
  /** Named to who exceeds it; the rates count. */
  destructiveCallsPerMinute: number;
  rates: Pick<CallRates, 'countDestructiveCall'>;
}

/** Bounds how often one principal may call tools that may destroy something. */
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
          `per minute of tools that may destroy something are limited to ${destructiveCallsPerMinute}`,
          wait,
        );
  };
}
