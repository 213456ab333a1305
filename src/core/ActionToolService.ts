import type { JsonObject } from '@backstage/types';
import { coerceArguments } from '../schema/coerceArguments';
import { nearestNames } from '../catalog/nearestNames';
import type { RememberingActionsService } from '../actions/RememberingActionsService';
import type { ToolCatalog } from '../catalog/ToolCatalog';
import {
  ToolCatalogs,
  type ToolCatalogsOptions,
} from '../catalog/ToolCatalogs';
import { toGlobMatcher } from '../catalog/toGlobMatcher';
import { toToolFailure } from './toolFailure';
import type {
  CallContext,
  FinishedOutcome,
  Tool,
  ToolCall,
  ToolOutcome,
  ToolService,
  Viewer,
} from '../tools/types';
import { VisibleTools, type VisibleToolsOptions } from './VisibleTools';

/**
 * A call needs a list just to find its tool, since the owner of the action checks
 * everything again: it makes no plugin list its actions for it.
 */
const CALL_LIST_AGE_MS = 5 * 60 * 1000;

export interface ActionToolServiceOptions
  extends ToolCatalogsOptions, Omit<VisibleToolsOptions, 'catalogs'> {
  /** Whether refused arguments are tried again as they were most likely meant. */
  coerceArguments: boolean;
  /** Globs on the ids of actions whose unknown errors a client may read. */
  shownErrors?: readonly string[];
}

interface Invocation {
  catalog: ToolCatalog;
  tool: Tool;
  args: JsonObject;
}

/**
 * The tools of a backend, over Backstage's Actions Service. Acts with the
 * caller's own credentials only; permissions are checked by the plugin that
 * owns the action.
 */
export class ActionToolService implements ToolService {
  readonly #actions: RememberingActionsService;
  readonly #coercesArguments: boolean;
  readonly #catalogs: ToolCatalogs;
  readonly #visible: VisibleTools;
  readonly #showsErrors: ReadonlyArray<(actionId: string) => boolean>;

  static create(options: ActionToolServiceOptions): ActionToolService {
    return new ActionToolService(options);
  }

  private constructor(options: ActionToolServiceOptions) {
    this.#actions = options.actions;
    this.#coercesArguments = options.coerceArguments;
    const catalogs = ToolCatalogs.create(options);
    this.#catalogs = catalogs;
    this.#visible = VisibleTools.create({ ...options, catalogs });
    this.#showsErrors = (options.shownErrors ?? []).map(toGlobMatcher);
  }

  async list(context: CallContext): Promise<readonly Tool[]> {
    const { visible } = await this.#visible.see(context);
    return visible;
  }

  async call(context: CallContext, call: ToolCall): Promise<ToolOutcome> {
    const { catalog, tool, visible } = await this.#visible.see(context, {
      name: call.name,
      maxAgeMs: CALL_LIST_AGE_MS,
    });
    if (!tool) {
      const names = visible.map(({ name }) => name);
      return { status: 'unknown', nearest: nearestNames(call.name, names) };
    }
    await context.onToolFound?.(tool);
    if (context.signal.aborted) {
      return { status: 'cancelled', tool };
    }
    const invocation = { catalog, tool, args: call.arguments ?? {} };
    const outcome = await this.#invoke(context, invocation);
    const coerced =
      this.#coercesArguments &&
      outcome.status === 'failed' &&
      outcome.isInputRefused
        ? coerceArguments(invocation.args, tool.inputSchema)
        : undefined;
    if (!coerced) {
      return outcome;
    }
    // The refused arguments started nothing, so nothing has run yet.
    if (context.signal.aborted) {
      return { status: 'cancelled', tool };
    }
    return {
      ...(await this.#invoke(context, { ...invocation, args: coerced })),
      isCoerced: true,
    };
  }

  async #invoke(
    context: CallContext,
    { catalog, tool, args }: Invocation,
  ): Promise<FinishedOutcome> {
    try {
      const { output } = await this.#actions.invoke({
        id: tool.actionId,
        // The service's type says object; the registry takes an array as well.
        input: catalog.toInput(tool, args) as JsonObject,
        credentials: context.credentials,
      });
      const isMisfit = !catalog.acceptsOutput(tool, output);
      if (isMisfit) {
        this.#catalogs.noteMisfit(tool);
      }
      return {
        status: 'succeeded',
        tool,
        output,
        ...(isMisfit && { isMisfit }),
      };
    } catch (thrown) {
      const { actionId } = tool;
      const showsUnknown = this.#showsErrors.some(fits => fits(actionId));
      const failure = toToolFailure(thrown, { actionId, showsUnknown });
      return { status: 'failed', tool, ...failure };
    }
  }

  /** All that the viewer could call on any server. */
  catalogOf(viewer: Viewer): Promise<ToolCatalog> {
    return this.#visible.catalogOf(viewer);
  }
}
