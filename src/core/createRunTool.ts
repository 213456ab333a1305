import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { isError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { toGlobMatcher } from '../catalog/toGlobMatcher';
import { coerceArguments } from '../schema/coerceArguments';
import { redactError, secretTexts } from '../text/secrets';
import { raisedError } from '../tools/errors';
import type { CallContext, RunTool } from '../tools/types';
import {
  createFitOutput,
  type CreateFitOutputOptions,
} from './createFitOutput';
import { refuseWithheld } from './refuseWithheld';
import { toToolFailure } from './toolFailure';

export interface CreateRunToolOptions extends CreateFitOutputOptions {
  actions: Pick<ActionsService, 'invoke'>;
  /** Whether refused arguments are tried again as they were most likely meant. */
  coerceArguments: boolean;
  /** Where users open the portal, for actions that are better run there. */
  portalUrl?: string;
  /** Globs on the ids of actions whose unknown errors a client may read. */
  shownErrors?: readonly string[];
  /** Names of the caller's own tools that are like this one. */
  nearest: (context: CallContext, name: string) => readonly string[];
}

/** Runs a tool: its action, with the caller's own credentials. */
export function createRunTool(options: CreateRunToolOptions): RunTool {
  const invoke = createInvoke(options);
  return async (context, found, args) => {
    const { tool } = found;
    if (context.signal.aborted) {
      return { status: 'cancelled', tool };
    }
    const outcome = await invoke(context, found, args);
    const coerced =
      options.coerceArguments &&
      outcome.status === 'failed' &&
      outcome.isInputRefused
        ? coerceArguments(args, tool.inputSchema)
        : undefined;
    if (!coerced) {
      return outcome;
    }
    // The refused arguments started nothing, so nothing has run yet.
    return context.signal.aborted
      ? { status: 'cancelled', tool }
      : { ...(await invoke(context, found, coerced)), isCoerced: true };
  };
}

function createInvoke(options: CreateRunToolOptions): RunTool {
  const { actions, portalUrl, shownErrors = [], nearest } = options;
  const showsErrors = shownErrors.map(toGlobMatcher);
  const fitOutput = createFitOutput(options);
  return async (context, found, args) => {
    const { tool } = found;
    const { actionId } = tool;
    // The service's type says object; the registry takes an array as well.
    const input = found.toInput(args) as JsonObject;
    const refusal = refuseWithheld(found, input, portalUrl);
    if (refusal) {
      return refusal;
    }
    try {
      const { output } = await actions.invoke({
        id: actionId,
        input,
        credentials: context.credentials,
        // The registry wants an object, even where no secret is required.
        ...(found.hasOptionalSecrets && { secrets: {} }),
      });
      return { status: 'succeeded', tool, ...fitOutput(found, output) };
    } catch (caught) {
      const thrown = redactError(caught, secretTexts(input));
      if (isHidden(thrown, actionId)) {
        return { status: 'unknown', nearest: nearest(context, tool.name) };
      }
      const showsUnknown = showsErrors.some(fits => fits(actionId));
      const failure = toToolFailure(thrown, { actionId, showsUnknown });
      return { status: 'failed', tool, ...failure };
    }
  };
}

/**
 * The registry's answer for an action that is not there, that
 * `backend.actions.filter` leaves out, or whose visibility permission the caller
 * lacks. The three must look alike.
 */
function isHidden(thrown: unknown, actionId: string): boolean {
  if (!isError(thrown)) {
    return false;
  }
  const { name, message } = raisedError(thrown);
  return (
    name === 'NotFoundError' && message === `Action "${actionId}" not found`
  );
}
