import type { ToolOutcome } from '../tools/types';

type LimitedOutcome = Extract<ToolOutcome, { status: 'limited' }>;

/** The outcome of a refused call: the limit, and when to try again. */
export function toLimited(what: string, waitSeconds: number): LimitedOutcome {
  return {
    status: 'limited',
    message: `${what}. Try again in ${waitSeconds} s`,
  };
}
