import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import type { JsonObject } from '@backstage/types';
import { narrow } from './narrowing';
import { nearestNames } from './nearestNames';
import { ToolCatalog, type ToolCatalogOptions } from './ToolCatalog';
import { toToolFailure } from './toolFailure';
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
}

/**
 * The tools of a backend, over Backstage's Actions Service. Acts with the
 * caller's own credentials only; permissions are checked by the plugin that
 * owns the action.
 */
export class ActionToolService implements ToolService {
  readonly #actions: ActionsService;
  readonly #catalogOptions: ToolCatalogOptions | undefined;
  readonly #predicates: ReadonlyMap<string, ToolPredicate>;

  static create(options: ActionToolServiceOptions): ActionToolService {
    return new ActionToolService(options);
  }

  private constructor(options: ActionToolServiceOptions) {
    this.#actions = options.actions;
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
    try {
      const { output } = await this.#actions.invoke({
        id: tool.actionId,
        // The service's type says object; the registry takes an array as well.
        input: catalog.toInput(tool, call.arguments ?? {}) as JsonObject,
        credentials: context.credentials,
      });
      return { status: 'succeeded', tool, output };
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
