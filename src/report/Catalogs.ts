import type { CatalogEntry } from '../catalog/catalogEntry';
import type { ToolCatalog } from '../catalog/ToolCatalog';
import type { PermitsTool } from '../tools/permitsTool';
import { type ToolServer, UNFILTERED } from '../tools/types';

/** A server that leaves nothing out; no client reaches it. */
const EVERYTHING: ToolServer = { key: '*', filter: UNFILTERED };

/** What one principal has, server by server. */
export interface Catalogs {
  /** All that is a tool, whichever server has it. */
  readonly everything: ToolCatalog;
  of(server: ToolServer): ToolCatalog;
  /** What the permission policy says, of tools that the principal has. */
  readonly permits: PermitsTool;
  /**
   * As the first server has it where the principal may use it. As no server has
   * it, if none does. Undefined where the policy denies it everywhere.
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
