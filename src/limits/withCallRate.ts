import type { Guard } from '../tools/types';
import type { CallRates } from './CallRates';
import { toLimited } from './toLimited';

export interface WithCallRateOptions {
  /** Named to who exceeds it; the rates count. */
  callsPerMinute: number;
  rates: Pick<CallRates, 'countCall'>;
}

/**
 * Bounds how often one principal may call (MCP, Tools, Security Considerations:
 * rate limit tool invocations). Lists are not limited: they are remembered.
 */
export function withCallRate({
  callsPerMinute,
  rates,
}: WithCallRateOptions): Guard {
  return run => async (context, found, args) => {
    const wait = await rates.countCall(context.countKey);
    return wait === undefined
      ? run(context, found, args)
      : toLimited(`per minute are limited to ${callsPerMinute}`, wait);
  };
}
