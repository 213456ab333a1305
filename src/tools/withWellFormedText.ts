import type { ToolOutcome, ToolService } from './types';
import { wellFormed } from './wellFormed';

/**
 * What actions answer, in well-formed Unicode. Lists need nothing: the texts of
 * tools are made plain when the catalog is built.
 */
export function withWellFormedText(tools: ToolService): ToolService {
  return {
    list: context => tools.list(context),
    call: async (context, call) =>
      toWellFormed(await tools.call(context, call)),
  };
}

function toWellFormed(outcome: ToolOutcome): ToolOutcome {
  switch (outcome.status) {
    case 'succeeded':
      return { ...outcome, output: wellFormed(outcome.output) };
    case 'failed':
      return { ...outcome, message: wellFormed(outcome.message) };
    default:
      return outcome;
  }
}
