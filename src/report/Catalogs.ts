import type { CatalogEntry } from '../catalog/catalogEntry';
import type { ToolCatalog } from '../catalog/ToolCatalog';
import type { PermitsTool } from '../tools/permitsTool';
import { type ToolServer, UNFILTERED } from '../tools/types';

/** A server without a filter. Clients cannot reach it. */
const EVERYTHING: ToolServer = { key: '*', filter: UNFILTERED };

/** A principal's catalogs, per server. */
export interface Catalogs {
  /** The catalog of all tools, whichever server has them. */
  readonly everything: ToolCatalog;
  of(server: ToolServer): ToolCatalog;
  /** The permission policy's decision on a tool of the principal. */
  readonly permits: PermitsTool;
  /**
   * The tool on the first server where the principal may use it, or without a
   * server if no server has it. Undefined if the policy denies it everywhere.
   */
  entryOf(actionId: string): CatalogEntry | undefined;
}

export function createCatalogs(
  of: Catalogs['of'],
  servers: readonly ToolServer[],
  permits: PermitsTool = () => true,
): Catalogs {
  const everything = of(EVERYTHING);
  return {
    everything,
    of,
    permits,
    entryOf(actionId) {
      const served = servers.flatMap(server => {
        const entry = of(server).ofAction(actionId);
        return entry ? [{ entry, server }] : [];
      });
      const unserved = everything.ofAction(actionId);
      const candidates =
        served.length > 0 || !unserved
          ? served
          : [{ entry: unserved, server: EVERYTHING }];
      return candidates.find(({ entry, server }) => permits(entry.tool, server))
        ?.entry;
    },
  };
}
