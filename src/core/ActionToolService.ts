import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  ToolCatalogs,
  type ToolCatalogsOptions,
} from '../catalog/ToolCatalogs';
import type { ToolCatalog } from '../catalog/ToolCatalog';
import type {
  CallContext,
  RunTool,
  Tool,
  ToolServer,
  ToolService,
  Viewer,
} from '../tools/types';
import { createRunTool, type CreateRunToolOptions } from './createRunTool';
import { withWellFormedText } from './withWellFormedText';
import { VisibleTools, type VisibleToolsOptions } from './VisibleTools';

export interface ActionToolServiceOptions
  extends
    ToolCatalogsOptions,
    Omit<VisibleToolsOptions, 'catalogs'>,
    Omit<CreateRunToolOptions, 'nearest'> {
  logger: LoggerService;
}

/**
 * The tools of a backend, backed by Backstage's Actions Service. Uses only the
 * caller's credentials. The plugin that owns an action checks permissions.
 */
export class ActionToolService implements ToolService {
  readonly #visible: VisibleTools;
  readonly run: RunTool;

  static create(options: ActionToolServiceOptions): ActionToolService {
    return new ActionToolService(options);
  }

  private constructor(options: ActionToolServiceOptions) {
    const catalogs = ToolCatalogs.create(options);
    this.#visible = VisibleTools.create({ ...options, catalogs });
    this.run = withWellFormedText(
      createRunTool({
        ...options,
        nearest: (context, name) => this.#visible.nearest(context, name),
      }),
    );
  }

  list(context: CallContext): Promise<readonly Tool[]> {
    return this.#visible.list(context);
  }

  find(context: CallContext, name: string) {
    return this.#visible.find(context, name);
  }

  /** The viewer's catalog of each server. */
  catalogsOf(viewer: Viewer): Promise<(server: ToolServer) => ToolCatalog> {
    return this.#visible.catalogsOf(viewer);
  }
}
