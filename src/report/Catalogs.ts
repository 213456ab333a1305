import type { CatalogEntry } from '../catalog/catalogEntry';
import type { ToolCatalog } from '../catalog/ToolCatalog';
import { type ToolServer, UNFILTERED } from '../tools/types';

/** A server that leaves nothing out; no client reaches it. */
const EVERYTHING: ToolServer = { key: '*', filter: UNFILTERED };

/** What one principal has, server by server. */
export interface Catalogs {
  /** All that is a tool, whichever server has it. */
  readonly everything: ToolCatalog;
  of(server: ToolServer): ToolCatalog;
  /** As the first server has it that does, else as none has it. */
  entryOf(actionId: string): CatalogEntry | undefined;
}

export function createCatalogs(
  of: Catalogs['of'],
  servers: readonly ToolServer[],
): Catalogs {
  const everything = of(EVERYTHING);
  return {
    everything,
    of,
    entryOf: actionId =>
      servers
        .map(server => of(server).ofAction(actionId))
        .find(entry => entry !== undefined) ?? everything.ofAction(actionId),
  };
}
