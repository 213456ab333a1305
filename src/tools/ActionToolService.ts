import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { Minimatch } from 'minimatch';
import type { RememberingActionsService } from './CachingActionsService';
import { coerceArguments } from './coerceArguments';
import { narrow } from './narrowing';
import { nearestNames } from './nearestNames';
import type { ToolCatalog } from './ToolCatalog';
import { ToolCatalogs, type ToolCatalogsOptions } from './ToolCatalogs';
import { toToolFailure } from './toolFailure';
import { type ToolPredicate, toToolPredicate } from './toolFilter';
import type {
  CallContext,
  FinishedOutcome,
  Tool,
  ToolCall,
  ToolFilter,
  ToolOutcome,
  ToolService,
} from './types';

/**
 * A call needs a list just to find its tool, since the owner of the action checks
 * everything again: it makes no plugin list its actions for it.
 */
const CALL_LIST_AGE_MS = 5 * 60 * 1000;

export interface ActionToolServiceOptions extends ToolCatalogsOptions {
  actions: RememberingActionsService;
  /** What each server has, by its key. */
  filters: ReadonlyMap<string, ToolFilter>;
  /** Whether refused arguments are tried again as they were most likely meant. */
  coerceArguments: boolean;
  /** Globs on the ids of actions whose unknown errors a client may read. */
  shownErrors?: readonly string[];
  /** Throws when a caller without any tool is not allowed to have one. */
  requireAccess: (credentials: BackstageCredentials) => Promise<void>;
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
  readonly #requireAccess: ActionToolServiceOptions['requireAccess'];
  readonly #catalogs: ToolCatalogs;
  readonly #predicates: ReadonlyMap<string, ToolPredicate>;
  readonly #shownErrors: readonly Minimatch[];

  static create(options: ActionToolServiceOptions): ActionToolService {
    return new ActionToolService(options);
  }

  private constructor(options: ActionToolServiceOptions) {
    this.#actions = options.actions;
    this.#coercesArguments = options.coerceArguments;
    this.#requireAccess = options.requireAccess;
    this.#catalogs = ToolCatalogs.create(options);
    this.#shownErrors = (options.shownErrors ?? []).map(
      glob => new Minimatch(glob),
    );
    this.#predicates = new Map(
      [...options.filters].map(([key, filter]) => [
        key,
        toToolPredicate(filter),
      ]),
    );
  }

  async list(context: CallContext): Promise<readonly Tool[]> {
    const catalog = await this.#requireCatalog(context.credentials);
    return narrow(this.#served(catalog, context), context.narrowing, catalog);
  }

  async call(context: CallContext, call: ToolCall): Promise<ToolOutcome> {
    const known = await this.#find(context, call.name, CALL_LIST_AGE_MS);
    const { catalog, tool, visible } = known.tool
      ? known
      : // It may be newer than the list.
        await this.#find(context, call.name);
    if (!tool) {
      const names = visible.map(({ name }) => name);
      return { status: 'unknown', nearest: nearestNames(call.name, names) };
    }
    await context.onToolFound?.(tool);
    const invocation = { catalog, tool, args: call.arguments ?? {} };
    const outcome = await this.#invoke(context, invocation);
    const coerced =
      this.#coercesArguments &&
      outcome.status === 'failed' &&
      outcome.isInputRefused
        ? coerceArguments(invocation.args, tool.inputSchema)
        : undefined;
    return coerced
      ? {
          ...(await this.#invoke(context, { ...invocation, args: coerced })),
          isCoerced: true,
        }
      : outcome;
  }

  /** The tool of that name, if the caller has it here. */
  async #find(context: CallContext, name: string, enoughAgeMs?: number) {
    const catalog = await this.#requireCatalog(
      context.credentials,
      enoughAgeMs,
    );
    const served = this.#served(catalog, context);
    const visible = narrow(served, context.narrowing, catalog);
    const named = catalog.find(name);
    const tool = named && visible.includes(named) ? named : undefined;
    return { catalog, tool, visible };
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
      const showsUnknown = this.#shownErrors.some(glob => glob.match(actionId));
      const failure = toToolFailure(thrown, { actionId, showsUnknown });
      return { status: 'failed', tool, ...failure };
    }
  }

  /** All that the principal could call on any server; built once for each list. */
  async catalogOf(
    credentials: BackstageCredentials,
    enoughAgeMs?: number,
  ): Promise<ToolCatalog> {
    const { actions } = await this.#actions.list({ credentials, enoughAgeMs });
    return this.#catalogs.of(actions);
  }

  async #requireCatalog(
    credentials: BackstageCredentials,
    enoughAgeMs?: number,
  ): Promise<ToolCatalog> {
    const catalog = await this.catalogOf(credentials, enoughAgeMs);
    if (catalog.actionIds.length === 0) {
      await this.#requireAccess(credentials);
    }
    return catalog;
  }

  /** What the server has of the catalog. */
  #served(catalog: ToolCatalog, { serverKey }: CallContext): readonly Tool[] {
    const predicate = this.#predicates.get(serverKey);
    if (!predicate) {
      throw new Error(`There is no MCP server with key ${serverKey}`);
    }
    return catalog.view(predicate);
  }
}
