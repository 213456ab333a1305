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
  /** Throws when a caller without any tool is not allowed to have one. */
  requireAccess: (credentials: BackstageCredentials) => Promise<void>;
  logger: LoggerService;
}

type FinishedOutcome = Exclude<ToolOutcome, { status: 'unknown' | 'limited' }>;

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
  readonly #requireAccess: ActionToolServiceOptions['requireAccess'];
  readonly #catalogOptions: ToolCatalogOptions | undefined;
  readonly #predicates: ReadonlyMap<string, ToolPredicate>;
  /** Ids of actions whose output was not what its schema says. */
  readonly #misfits = new Set<string>();
  /** By the list that they are made of. */
  #catalogs = new WeakMap<object, ToolCatalog>();

  static create(options: ActionToolServiceOptions): ActionToolService {
    return new ActionToolService(options);
  }

  private constructor(options: ActionToolServiceOptions) {
    this.#actions = options.actions;
    this.#coercesArguments = options.coerceArguments;
    this.#logger = options.logger;
    this.#requireAccess = options.requireAccess;
    this.#catalogOptions = options.catalog;
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
    const catalog = await this.#requireCatalog(context.credentials);
    const served = this.#served(catalog, context);
    const visible = narrow(served, context.narrowing, catalog);
    const tool = catalog.find(call.name);
    if (!tool || !visible.includes(tool)) {
      const names = visible.map(({ name }) => name);
      return { status: 'unknown', nearest: nearestNames(call.name, names) };
    }
    await context.onToolFound?.(tool);
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
        this.#noteMisfit(tool);
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

  /**
   * Clients that were shown a schema refuse an answer without structured content,
   * so from now on the schema is not shown.
   */
  #noteMisfit({ actionId }: Tool): void {
    if (!this.#misfits.has(actionId)) {
      this.#misfits.add(actionId);
      this.#catalogs = new WeakMap();
      this.#logger.warn(
        `The output of ${actionId} is not what its schema says: it is sent as text, and the schema is no longer shown`,
      );
    }
  }

  /** All that the principal could call on any server; built once for each list. */
  async catalogOf(credentials: BackstageCredentials): Promise<ToolCatalog> {
    const { actions } = await this.#actions.list({ credentials });
    const known = this.#catalogs.get(actions);
    if (known) {
      return known;
    }
    const catalog = ToolCatalog.create(actions, {
      ...this.#catalogOptions,
      misfits: this.#misfits,
    });
    this.#catalogs.set(actions, catalog);
    return catalog;
  }

  async #requireCatalog(
    credentials: BackstageCredentials,
  ): Promise<ToolCatalog> {
    const catalog = await this.catalogOf(credentials);
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
