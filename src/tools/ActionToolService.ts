import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import type { JsonObject } from '@backstage/types';
import { coerceArguments } from './coerceArguments';
import { narrow } from './narrowing';
import { nearestNames } from './nearestNames';
import { ToolCatalog, type ToolCatalogOptions } from './ToolCatalog';
import { isInputRefused, toToolFailure } from './toolFailure';
import { type ToolPredicate, toToolPredicate } from './toolFilter';
import type {
  CallContext,
  Tool,
  ToolCall,
  ToolFilter,
  ToolOutcome,
  ToolService,
} from './types';

export interface ActionToolServiceOptions {
  actions: ActionsService;
  /** What each server has, by its key. */
  filters: ReadonlyMap<string, ToolFilter>;
  /** How actions become tools. */
  catalog?: ToolCatalogOptions;
  /** Whether refused arguments are tried again as they were most likely meant. */
  coerceArguments: boolean;
  logger: LoggerService;
}

type FinishedOutcome = Exclude<ToolOutcome, { status: 'unknown' }>;

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
  readonly #actions: ActionsService;
  readonly #coercesArguments: boolean;
  readonly #logger: LoggerService;
  readonly #catalogOptions: ToolCatalogOptions | undefined;
  readonly #predicates: ReadonlyMap<string, ToolPredicate>;

  static create(options: ActionToolServiceOptions): ActionToolService {
    return new ActionToolService(options);
  }

  private constructor(options: ActionToolServiceOptions) {
    this.#actions = options.actions;
    this.#coercesArguments = options.coerceArguments;
    this.#logger = options.logger;
    this.#catalogOptions = options.catalog;
    this.#predicates = new Map(
      [...options.filters].map(([key, filter]) => [
        key,
        toToolPredicate(filter),
      ]),
    );
  }

  async list(context: CallContext): Promise<readonly Tool[]> {
    return this.#visible(await this.catalogOf(context.credentials), context);
  }

  async call(context: CallContext, call: ToolCall): Promise<ToolOutcome> {
    const catalog = await this.catalogOf(context.credentials);
    const visible = this.#visible(catalog, context);
    const tool = catalog.find(call.name);
    if (!tool || !visible.includes(tool)) {
      const names = visible.map(({ name }) => name);
      return { status: 'unknown', nearest: nearestNames(call.name, names) };
    }
    context.onToolFound?.(tool);
    const invocation = { catalog, tool, args: call.arguments ?? {} };
    const outcome = await this.#invoke(context, invocation);
    const coerced =
      this.#coercesArguments && isInputRefused(outcome)
        ? coerceArguments(invocation.args, tool.inputSchema)
        : undefined;
    return coerced
      ? {
          ...(await this.#invoke(context, { ...invocation, args: coerced })),
          isCoerced: true,
        }
      : outcome;
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
        this.#logger.warn(
          `The output of ${tool.actionId} is not what its schema says; clients get it as text`,
        );
      }
      return {
        status: 'succeeded',
        tool,
        output,
        ...(isMisfit && { isMisfit }),
      };
    } catch (thrown) {
      return { status: 'failed', tool, ...toToolFailure(thrown) };
    }
  }

  /** All that the principal could call on any server. */
  async catalogOf(credentials: BackstageCredentials): Promise<ToolCatalog> {
    const { actions } = await this.#actions.list({ credentials });
    return ToolCatalog.create(actions, this.#catalogOptions);
  }

  /** What is left of the catalog on this server, for this request. */
  #visible(catalog: ToolCatalog, context: CallContext): readonly Tool[] {
    const predicate = this.#predicates.get(context.serverKey);
    if (!predicate) {
      throw new Error(`There is no MCP server with key ${context.serverKey}`);
    }
    const served = catalog.tools.filter(predicate);
    return narrow(served, context.narrowing, catalog);
  }
}
