import type { CallContext, ToolOutcome, ToolService } from '../tools/types';
import type { CallRates } from './CallRates';
import type { RunningCalls } from './RunningCalls';

/** How soon a place may be free among the calls that run. */
const RETRY_RUNNING_SECONDS = 1;

export interface WithLimitsOptions {
  running: RunningCalls;
  /** Calls of one principal that may run at once; 0 is no limit. */
  callsInFlight: number;
  rates: CallRates;
}

type LimitedOutcome = Extract<ToolOutcome, { status: 'limited' }>;

/** Ends a call between finding its tool and running it. */
class LimitExceeded extends Error {
  constructor(readonly outcome: LimitedOutcome) {
    super(outcome.message);
  }
}

/**
 * Bounds what one principal may call (MCP, Tools, Security Considerations: rate
 * limit tool invocations). Lists are not limited: they are remembered.
 */
export function withLimits(
  tools: ToolService,
  { running, callsInFlight, rates }: WithLimitsOptions,
): ToolService {
  async function limitDestructive(principal: string) {
    const wait = await rates.countDestructiveCall(principal);
    if (wait !== undefined) {
      const what = 'too many calls in a minute of tools that may destroy';
      throw new LimitExceeded(toLimited(what, wait));
    }
  }

  return {
    list: context => tools.list(context),
    async call(context, call) {
      const principal = context.countKey;
      const wait = await rates.countCall(principal);
      if (wait !== undefined) {
        return toLimited('too many calls in a minute', wait);
      }
      // Nothing is awaited from here until the call counts as running.
      if (callsInFlight > 0 && running.of(principal) >= callsInFlight) {
        const what = `no more than ${callsInFlight} at once`;
        return toLimited(what, RETRY_RUNNING_SECONDS);
      }
      const limited: CallContext = {
        ...context,
        async onToolFound(tool) {
          await context.onToolFound?.(tool);
          if (tool.attributes.destructive) {
            await limitDestructive(principal);
          }
        },
      };
      try {
        return await running.track(principal, () => tools.call(limited, call));
      } catch (thrown) {
        if (thrown instanceof LimitExceeded) {
          return thrown.outcome;
        }
        throw thrown;
      }
    },
  };
}

function toLimited(what: string, retryAfterSeconds: number): LimitedOutcome {
  return {
    status: 'limited',
    retryAfterSeconds,
    message: `Too many calls: ${what}. Try again in ${retryAfterSeconds} s`,
  };
}
