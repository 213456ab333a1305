import { isError } from '@backstage/errors';
import type { RunTool, ToolOutcome } from '../tools/types';
import { wellFormed } from '../text/wellFormed';
import { wellFormedError } from '../text/wellFormedError';

/**
 * Makes the outputs and errors of actions well-formed Unicode, for clients, the
 * audit log and spans. Lists need no change: the catalog cleans the texts of
 * tools when it is built.
 */
export function withWellFormedText(run: RunTool): RunTool {
  return async (context, found, args) => {
    try {
      return toWellFormed(await run(context, found, args));
    } catch (thrown) {
      throw isError(thrown) ? wellFormedError(thrown) : thrown;
    }
  };
}

function toWellFormed(outcome: ToolOutcome): ToolOutcome {
  switch (outcome.status) {
    case 'succeeded':
      return {
        ...outcome,
        output: wellFormed(outcome.output),
        ...(outcome.note && { note: wellFormed(outcome.note) }),
      };
    case 'failed':
      return {
        ...outcome,
        error: wellFormedError(outcome.error),
        message: wellFormed(outcome.message),
      };
    default:
      return outcome;
  }
}
