import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import type { ActionLists, ListOptions } from '../actions/ActionLists';
import { narrow } from '../catalog/narrow';
import { nearestNames } from '../catalog/nearestNames';
import type { ToolCatalog } from '../catalog/ToolCatalog';
import type { ToolCatalogs } from '../catalog/ToolCatalogs';
import { explainUnknownNames } from '../catalog/unknownNames';
import type {
  CallContext,
  FoundTool,
  Tool,
  ToolServer,
  UnknownTool,
  Viewer,
} from '../tools/types';
import { findKnownToOthers } from './findKnownToOthers';

export interface VisibleToolsOptions {
  lists: ActionLists;
  catalogs: ToolCatalogs;
  /** The plugins that offer actions, from the current configuration. */
  pluginSources: () => readonly string[];
  /** Why credentials see no action at all, if the reason is known. */
  explainEmptyList: (
    credentials: BackstageCredentials,
  ) => Promise<string | undefined>;
}

/** What a caller sees on one server. */
interface View {
  readonly catalog: ToolCatalog;
  /** The tools that the request filter includes. */
  readonly tools: readonly Tool[];
}

/**
 * What each caller sees: its actions, without what the server or the request
 * filters out.
 */
export class VisibleTools {
  readonly #options: VisibleToolsOptions;

  static create(options: VisibleToolsOptions): VisibleTools {
    return new VisibleTools(options);
  }

  private constructor(options: VisibleToolsOptions) {
    this.#options = options;
  }

  /** @throws InputError when the request filter names something unknown. */
  async list(context: CallContext): Promise<readonly Tool[]> {
    const known = await this.#look(context);
    const view = this.#explainUnknownNames(context, known)
      ? await this.#lookAgain(context)
      : known;
    return view.tools;
  }

  /**
   * Finds the tool in the caller's own list, however old it is. A caller
   * without a list uses what the name means in the lists of others. Otherwise
   * fetches a new list, since the tool may have been registered a moment ago.
   *
   * @throws InputError when the request filter names something unknown.
   */
  async find(
    context: CallContext,
    name: string,
  ): Promise<FoundTool | UnknownTool> {
    const own = this.#ownView(context);
    const known = own
      ? findIn(own, name)
      : findKnownToOthers(context, name, this.#options);
    if (known && !(own && this.#explainUnknownNames(context, own))) {
      return known;
    }
    const fresh = await this.#lookAgain(context);
    return findIn(fresh, name) ?? { nearest: nearestIn(fresh, name) };
  }

  /** Similar names among the caller's own tools. Uses only remembered lists. */
  nearest(context: CallContext, name: string): readonly string[] {
    const own = this.#ownView(context);
    return own ? nearestIn(own, name).filter(near => near !== name) : [];
  }

  /** The viewer's catalog of each server. */
  async catalogsOf(
    viewer: Viewer,
    options?: ListOptions,
  ): Promise<(server: ToolServer) => ToolCatalog> {
    const { lists, catalogs } = this.#options;
    const listed = await lists.list(viewer, options);
    return server => catalogs.of(listed, server);
  }

  #ownView(context: CallContext): View | undefined {
    const { lists, catalogs } = this.#options;
    const own = lists.known(context);
    return own && toView(catalogs.of(own, context.server), context);
  }

  async #look(context: CallContext, options?: ListOptions): Promise<View> {
    const catalogOf = await this.catalogsOf(context, options);
    const catalog = catalogOf(context.server);
    if (catalog.actionIds.length === 0) {
      const { explainEmptyList } = this.#options;
      const reason = await explainEmptyList(context.credentials);
      if (reason) {
        throw new NotAllowedError(reason);
      }
    }
    return toView(catalog, context);
  }

  async #lookAgain(context: CallContext): Promise<View> {
    const fresh = await this.#look(context, { waitForFresh: true });
    const reason = this.#explainUnknownNames(context, fresh);
    if (reason) {
      throw new InputError(reason);
    }
    return fresh;
  }

  #explainUnknownNames({ requestFilter }: CallContext, { catalog }: View) {
    const { pluginSources } = this.#options;
    return explainUnknownNames(requestFilter, { catalog, pluginSources });
  }
}

function toView(catalog: ToolCatalog, { requestFilter }: CallContext): View {
  return { catalog, tools: narrow(catalog.tools, requestFilter, catalog) };
}

function findIn({ catalog, tools }: View, name: string): FoundTool | undefined {
  const found = catalog.find(name);
  const isVisible =
    found && (tools === catalog.tools || tools.includes(found.tool));
  return isVisible ? found : undefined;
}

function nearestIn({ tools }: View, name: string): string[] {
  return nearestNames(
    name,
    tools.map(tool => tool.name),
  );
}
