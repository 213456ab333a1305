import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import { toError } from '@backstage/errors';
import { LRUCache } from 'lru-cache';
import { ToolCatalog, type ToolCatalogOptions } from './ToolCatalog';
import { toLoggableError } from '../text/toLoggableError';
import type { ToolServer } from '../tools/types';

export interface ToolCatalogsOptions {
  /** How actions become tools. */
  catalog?: ToolCatalogOptions;
  logger: LoggerService;
}

/**
 * The catalog of each list of actions, per server. Created once, and kept for
 * as long as the list is in use.
 */
export class ToolCatalogs {
  readonly #options: ToolCatalogsOptions;
  /** Ids of actions that could not be made into tools. Each is logged once. */
  readonly #failures = new LRUCache<string, true>({ max: 1_000 });
  /** Catalogs by their list of actions. */
  readonly #catalogs = new WeakMap<object, Map<ToolServer, ToolCatalog>>();

  static create(options: ToolCatalogsOptions): ToolCatalogs {
    return new ToolCatalogs(options);
  }

  private constructor(options: ToolCatalogsOptions) {
    this.#options = options;
  }

  of(actions: readonly ActionsServiceAction[], server: ToolServer) {
    const made = this.made(actions, server);
    if (made) {
      return made;
    }
    const catalog = ToolCatalog.create(actions, {
      ...this.#options.catalog,
      filter: server.filter,
      onFailure: (actionId, error) => this.#noteFailure(actionId, error),
    });
    const ofList = this.#catalogs.get(actions) ?? new Map();
    this.#catalogs.set(actions, ofList.set(server, catalog));
    return catalog;
  }

  /** The catalog, if it exists already. */
  made(actions: readonly ActionsServiceAction[], server: ToolServer) {
    return this.#catalogs.get(actions)?.get(server);
  }

  #noteFailure(actionId: string, error: unknown): void {
    if (!this.#failures.has(actionId)) {
      this.#failures.set(actionId, true);
      this.#options.logger.error(
        `${actionId} could not be made into a tool and is left out`,
        toLoggableError(toError(error)),
      );
    }
  }
}
