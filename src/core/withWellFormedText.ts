import { isError } from '@backstage/errors';
import type { ToolOutcome, ToolService } from '../tools/types';
import { wellFormed } from '../text/wellFormed';
import { wellFormedError } from '../text/wellFormedError';

/**
 * What actions answer and raise, in well-formed Unicode, for clients as for the
 * audit log and spans. Lists need nothing: the texts of
 * tools are made plain when the catalog is built.
 */
export function withWellFormedText(tools: ToolService): ToolService {
  return {
    list: context => tools.list(context),
    async call(context, call) {
      try {
        return toWellFormed(await tools.call(context, call));
      } catch (thrown) {
        throw isError(thrown) ? wellFormedError(thrown) : thrown;
      }
    },
  };
}

function toWellFormed(outcome: ToolOutcome): ToolOutcome {
  switch (outcome.status) {
    case 'succeeded':
      return { ...outcome, output: wellFormed(outcome.output) };
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
