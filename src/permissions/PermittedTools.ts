import { nearestNames } from '../catalog/nearestNames';
import { NO_REQUEST_FILTER } from '../tools/requestFilter';
import type {
  CallContext,
  FoundTool,
  RunTool,
  Tool,
  ToolService,
  UnknownTool,
} from '../tools/types';
import { PermittedLists } from './PermittedLists';
import type { ToolDecisions } from './ToolDecisions';

export interface PermittedToolsOptions {
  tools: ToolService;
  decisions: Pick<ToolDecisions, 'recent'>;
  /** How long a list of actions is fresh. With 0, each list is a new one. */
  ttlMs: number;
}

/**
 * The tools that the permission policy permits each principal to use. Lists and
 * suggests no others. Still finds the others, so that `withPermission` refuses
 * their calls and the audit log names the denied tool.
 */
export class PermittedTools implements ToolService {
  readonly #options: PermittedToolsOptions;
  readonly #lists = PermittedLists.create();

  static create(options: PermittedToolsOptions): PermittedTools {
    return new PermittedTools(options);
  }

  private constructor(options: PermittedToolsOptions) {
    this.#options = options;
  }

  async list(context: CallContext): Promise<readonly Tool[]> {
    const { tools, decisions, ttlMs } = this.#options;
    const [listed, decision] = await Promise.all([
      tools.list(context),
      decisions.recent(context),
    ]);
    const { requestFilter, server } = context;
    // A list for a single request is not worth caching.
    const isLasting = requestFilter === NO_REQUEST_FILTER && ttlMs > 0;
    return isLasting || decision.permitsAll
      ? this.#lists.of(listed, { decision, server })
      : listed.filter(tool => decision.permits(tool, server));
  }

  async find(
    context: CallContext,
    name: string,
  ): Promise<FoundTool | UnknownTool> {
    const found = await this.#options.tools.find(context, name);
    return 'nearest' in found
      ? { nearest: await this.#nearest(context, name) }
      : { ...found, askedFor: name };
  }

  readonly run: RunTool = async (context, found, args) => {
    const outcome = await this.#options.tools.run(context, found, args);
    return outcome.status === 'unknown'
      ? { ...outcome, nearest: await this.nearest(context, found) }
      : outcome;
  };

  /** Returns similar names in place of a tool that the client may not use. */
  async nearest(
    context: CallContext,
    { tool, askedFor = tool.name }: FoundTool,
  ): Promise<readonly string[]> {
    const names = await this.#nearest(context, askedFor);
    return names.filter(name => name !== tool.name);
  }

  async #nearest(context: CallContext, name: string): Promise<string[]> {
    const listed = await this.list(context);
    return nearestNames(
      name,
      listed.map(tool => tool.name),
    );
  }
}
