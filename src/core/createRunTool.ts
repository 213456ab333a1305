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
  /** Whether to retry refused arguments as they were most likely meant. */
  coerceArguments: boolean;
  /** The URL of the portal, for actions that users have to run there. */
  portalUrl?: string;
  /** Globs on the ids of actions whose unknown errors clients may read. */
  shownErrors?: readonly string[];
  /** Similar names among the caller's own tools. */
  nearest: (context: CallContext, name: string) => readonly string[];
}

/** Runs the action of a tool with the caller's credentials. */
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
    // The action did not run with the refused arguments, so a retry is safe.
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
    // The service's type requires an object, but the registry accepts an array.
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
        // The registry requires an object, even if no secret is required.
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
 * Whether the registry returned its error for an action that does not exist,
 * that `backend.actions.filter` excludes, or whose visibility permission the
 * caller lacks. The three cases must look alike.
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
