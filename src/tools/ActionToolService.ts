import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import type {
  CallContext,
  Tool,
  ToolCall,
  ToolOutcome,
  ToolService,
} from './types';
import { ToolCatalog } from './ToolCatalog';
import { toToolFailure } from './toolFailure';

export interface ActionToolServiceOptions {
  actions: ActionsService;
}

/**
 * The tools of a backend, over Backstage's Actions Service. Acts with the
 * caller's own credentials only; permissions are checked by the plugin that
 * owns the action.
 */
export class ActionToolService implements ToolService {
  readonly #actions: ActionsService;

  static create(options: ActionToolServiceOptions): ActionToolService {
    return new ActionToolService(options);
  }

  private constructor(options: ActionToolServiceOptions) {
    this.#actions = options.actions;
  }

  async list(context: CallContext): Promise<readonly Tool[]> {
    const catalog = await this.#catalogOf(context);
    return catalog.tools;
  }

  async call(context: CallContext, call: ToolCall): Promise<ToolOutcome> {
    const catalog = await this.#catalogOf(context);
    const tool = catalog.find(call.name);
    if (!tool) {
      return { status: 'unknown', nearest: catalog.nearest(call.name) };
    }
    try {
      const { output } = await this.#actions.invoke({
        id: tool.actionId,
        input: call.arguments ?? {},
        credentials: context.credentials,
      });
      return { status: 'succeeded', tool, output };
    } catch (thrown) {
      return { status: 'failed', tool, ...toToolFailure(thrown) };
    }
  }

  async #catalogOf(context: CallContext): Promise<ToolCatalog> {
    const { credentials } = context;
    const { actions } = await this.#actions.list({ credentials });
    return ToolCatalog.create(actions);
  }
}
