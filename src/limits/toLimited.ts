import type { ToolOutcome } from '../tools/types';

type LimitedOutcome = Extract<ToolOutcome, { status: 'limited' }>;

/** A call that is refused: which limit it exceeds, and when to try again. */
export function toLimited(what: string, waitSeconds: number): LimitedOutcome {
  return {
    status: 'limited',
    message: `Calls ${what}. Try again in ${waitSeconds} s`,
  };
}
