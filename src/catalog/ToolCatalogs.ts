import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import { toError } from '@backstage/errors';
import { LRUCache } from 'lru-cache';
import { ToolCatalog, type ToolCatalogOptions } from './ToolCatalog';
import { toLoggableError } from '../text/toLoggableError';
import type { Tool } from '../tools/types';

export interface ToolCatalogsOptions {
  /** How actions become tools. */
  catalog?: ToolCatalogOptions;
  logger: LoggerService;
}

/** The catalog of each list of actions, built once for as long as the list is used. */
export class ToolCatalogs {
  readonly #options: ToolCatalogsOptions;
  /** Ids of actions whose output was not what its schema says. */
  readonly #misfits = new Set<string>();
  /** Ids of actions that could not be made into tools; each is logged once. */
  readonly #failures = new LRUCache<string, true>({ max: 1_000 });
  /** By the list that they are made of. */
  readonly #catalogs = new WeakMap<object, ToolCatalog>();

  static create(options: ToolCatalogsOptions): ToolCatalogs {
    return new ToolCatalogs(options);
  }

  private constructor(options: ToolCatalogsOptions) {
    this.#options = options;
  }

  of(actions: readonly ActionsServiceAction[]): ToolCatalog {
    const known = this.#catalogs.get(actions);
    if (known) {
      return known;
    }
    const catalog = ToolCatalog.create(actions, {
      ...this.#options.catalog,
      onFailure: (actionId, error) => this.#noteFailure(actionId, error),
    });
    this.#catalogs.set(actions, catalog);
    return catalog;
  }

  /** Once for each action, since it is the same with each call. */
  noteMisfit({ actionId }: Tool): void {
    if (!this.#misfits.has(actionId)) {
      this.#misfits.add(actionId);
      this.#options.logger.warn(
        `The output of ${actionId} does not fit its schema: clients get it as text that is marked as an error. Correct the schema`,
      );
    }
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
