import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { narrow } from '../catalog/narrow';
import type {
  ListOptions,
  RememberingActionsService,
} from '../actions/RememberingActionsService';
import type { ToolCatalog } from '../catalog/ToolCatalog';
import type { ToolCatalogs } from '../catalog/ToolCatalogs';
import { type ToolPredicate, toToolPredicate } from '../catalog/toolFilter';
import type { CallContext, Tool, ToolFilter, Viewer } from '../tools/types';
import { explainUnknownNames } from '../catalog/unknownNames';

export interface VisibleToolsOptions {
  actions: RememberingActionsService;
  catalogs: ToolCatalogs;
  /** What each server has, by its key. */
  filters: ReadonlyMap<string, ToolFilter>;
  /** Plugins whose actions are offered, as configured right now. */
  pluginSources: () => readonly string[];
  /** Throws when a caller without any tool is not allowed to have one. */
  requireAccess: (credentials: BackstageCredentials) => Promise<void>;
}

export interface SeeOptions {
  /** The tool that the caller looks for. */
  name?: string;
  /** A list that is no older is good enough. */
  maxAgeMs?: number;
}

type LookOptions = Omit<ListOptions, keyof Viewer>;

/** What a caller sees on one server. */
export interface Seen {
  /** All that the principal could call on any server. */
  catalog: ToolCatalog;
  /** What the server and the request leave in. */
  visible: readonly Tool[];
  /** The tool that the caller looks for, if it is visible. */
  tool?: Tool;
}

/** What each caller sees: its actions, less what the server and the request leave out. */
export class VisibleTools {
  readonly #options: VisibleToolsOptions;
  /** By server key. */
  readonly #predicates: ReadonlyMap<string, ToolPredicate>;

  static create(options: VisibleToolsOptions): VisibleTools {
    return new VisibleTools(options);
  }

  private constructor(options: VisibleToolsOptions) {
    this.#options = options;
    this.#predicates = new Map(
      [...options.filters].map(([key, filter]) => [
        key,
        toToolPredicate(filter),
      ]),
    );
  }

  /**
   * Looks at a fresh list when the known one lacks a tool that is named: it may
   * have been registered a moment ago.
   *
   * @throws InputError when the request narrows to what does not exist.
   */
  async see(context: CallContext, options: SeeOptions = {}): Promise<Seen> {
    const { name, maxAgeMs } = options;
    const known = await this.#look(context, { maxAgeMs });
    const seen = this.#find(known, name);
    const lacksTool = name !== undefined && !seen.tool;
    if (!lacksTool && !this.#explainUnknownNames(context, seen)) {
      return seen;
    }
    const fresh = await this.#look(context, { waitForFresh: true });
    const reason = this.#explainUnknownNames(context, fresh);
    if (reason) {
      throw new InputError(reason);
    }
    return this.#find(fresh, name);
  }

  /** All that the viewer could call on any server; built once for each list. */
  async catalogOf(
    { credentials, viewKey }: Viewer,
    options: LookOptions = {},
  ): Promise<ToolCatalog> {
    const { actions, catalogs } = this.#options;
    const listed = await actions.list({ ...options, credentials, viewKey });
    return catalogs.of(listed.actions);
  }

  async #look(context: CallContext, options: LookOptions): Promise<Seen> {
    const { credentials, narrowing } = context;
    const catalog = await this.catalogOf(context, options);
    if (catalog.actionIds.length === 0) {
      await this.#options.requireAccess(credentials);
    }
    const served = this.#served(catalog, context);
    return { catalog, visible: narrow(served, narrowing, catalog) };
  }

  #find({ catalog, visible }: Seen, name: string | undefined): Seen {
    const named = name === undefined ? undefined : catalog.find(name);
    const tool = named && visible.includes(named) ? named : undefined;
    return { catalog, visible, tool };
  }

  #explainUnknownNames({ narrowing }: CallContext, { catalog }: Seen) {
    const pluginSources = this.#options.pluginSources();
    return explainUnknownNames(narrowing, { catalog, pluginSources });
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
