import type { CallContext, ToolOutcome, ToolService } from '../tools/types';
import type { CallRates } from './CallRates';
import type { RunningCalls } from './RunningCalls';

/** How soon a place may be free among the calls that run. */
const RETRY_RUNNING_SECONDS = 1;

export interface WithLimitsOptions {
  running: RunningCalls;
  /** Calls of one principal that may run at once; 0 is no limit. */
  callsInFlight: number;
  /** Named to who exceeds them; the rates count. */
  callsPerMinute: number;
  destructiveCallsPerMinute: number;
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
  options: WithLimitsOptions,
): ToolService {
  const { running, callsInFlight, rates } = options;

  async function limitDestructive(principal: string) {
    const wait = await rates.countDestructiveCall(principal);
    if (wait !== undefined) {
      const what = `of tools that may destroy something are limited to ${options.destructiveCallsPerMinute}`;
      throw new LimitExceeded(toLimited(`per minute ${what}`, wait));
    }
  }

  return {
    list: context => tools.list(context),
    async call(context, call) {
      const principal = context.countKey;
      const wait = await rates.countCall(principal);
      if (wait !== undefined) {
        const what = `per minute are limited to ${options.callsPerMinute}`;
        return toLimited(what, wait);
      }
      // Nothing is awaited from here until the call counts as running.
      if (callsInFlight > 0 && running.of(principal) >= callsInFlight) {
        const what = `at once are limited to ${callsInFlight}`;
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

function toLimited(what: string, waitSeconds: number): LimitedOutcome {
  return {
    status: 'limited',
    message: `Calls ${what}. Try again in ${waitSeconds} s`,
  };
}
