import type { Guard } from '../tools/types';
import type { CallRates } from './CallRates';
import { toLimited } from './toLimited';

export interface WithCallRateOptions {
  /** The limit as messages name it. `rates` does the counting. */
  callsPerMinute: number;
  rates: Pick<CallRates, 'countCall'>;
}

/**
 * Limits how often one principal may call (MCP, Tools, Security Considerations:
 * rate limit tool invocations). Lists are cached and need no limit.
 */
export function withCallRate({
  callsPerMinute,
  rates,
}: WithCallRateOptions): Guard {
  return run => async (context, found, args) => {
    const wait = await rates.countCall(context.countKey);
    return wait === undefined
      ? run(context, found, args)
      : toLimited(`Calls per minute are limited to ${callsPerMinute}`, wait);
  };
}
