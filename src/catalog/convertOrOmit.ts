import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import {
  convertAction,
  type ConvertedAction,
  reasonToOmit,
} from './catalogEntry';
import { reasonAgainstInput } from '../schema/toolSchema';
import type { ToolCatalogOptions } from './ToolCatalog';
import { withholdInputs } from './withheldInputs';

/** An action that is not a tool, with the reason. */
export interface OmittedAction {
  readonly actionId: string;
  readonly reason: string;
}

/** A converted action, or the reason why it is not a tool. */
export function convertOrOmit(
  action: ActionsServiceAction,
  options: ToolCatalogOptions,
): ConvertedAction | OmittedAction {
  const { overrides = {}, schemas = 'portable' } = options;
  const { outputSchemas = true } = options;
  return orOmit(action.id, options, () => {
    const override = overrides[action.id];
    const omit = (reason: string) => ({ actionId: action.id, reason });
    const unwanted = reasonToOmit(action, override);
    if (unwanted) {
      return omit(unwanted);
    }
    const shown = withholdInputs(action, override);
    if ('reason' in shown) {
      return omit(shown.reason);
    }
    const refused = reasonAgainstInput(shown.schema, schemas);
    return refused
      ? omit(refused)
      : convertAction(action, { schemas, outputSchemas, override, shown });
  });
}

/**
 * Converts each action on its own, so that a failure does not affect the
 * others.
 */
export function orOmit<T>(
  actionId: string,
  { onFailure }: ToolCatalogOptions,
  make: () => T,
): T | OmittedAction {
  try {
    return make();
  } catch (error) {
    onFailure?.(actionId, error);
    return {
      actionId,
      reason: 'it could not be made into a tool; the log has the error',
    };
  }
}

export function isOmitted(made: object): made is OmittedAction {
  return 'reason' in made;
}

export function isMade<T extends object>(made: T | OmittedAction): made is T {
  return !isOmitted(made);
}
