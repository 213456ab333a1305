import type { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import { ToolCatalog, type ToolCatalogOptions } from './ToolCatalog';

export interface ToolCatalogsOptions {
  /** How actions become tools. */
  catalog?: ToolCatalogOptions;
}

/** The catalog of each list of actions, built once for as long as the list is used. */
export class ToolCatalogs {
  readonly #options: ToolCatalogsOptions;
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
    const catalog = ToolCatalog.create(actions, this.#options.catalog);
    this.#catalogs.set(actions, catalog);
    return catalog;
  }
}
