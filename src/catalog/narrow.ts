import type { ToolCatalog } from './ToolCatalog';
import { NO_REQUEST_FILTER, type RequestFilter } from '../tools/requestFilter';
import type { Tool } from '../tools/types';

/** The toolset that stands for all toolsets, as in GitHub's MCP server. */
export const ALL_TOOLSETS = 'all';

/**
 * Returns the tools that the request filter includes.
 *
 * @param catalog - resolves the names in the request, in any spelling. Unknown
 * names include and exclude nothing, see `unknownNames`.
 */
export function narrow(
  served: readonly Tool[],
  requestFilter: RequestFilter,
  catalog: ToolCatalog,
): readonly Tool[] {
  if (requestFilter === NO_REQUEST_FILTER) {
    return served;
  }
  const { within = NO_REQUEST_FILTER } = requestFilter;
  const tools = narrow(served, within, catalog);
  const toTools = (names: readonly string[]) =>
    new Set(names.map(name => catalog.find(name)?.tool));
  const toolsets = new Set(requestFilter.toolsets);
  const chosen = toTools(requestFilter.tools);
  const excluded = toTools(requestFilter.excludedTools);
  const isEverythingChosen =
    toolsets.has(ALL_TOOLSETS) || toolsets.size + chosen.size === 0;
  return tools.filter(
    tool =>
      (isEverythingChosen || toolsets.has(tool.pluginId) || chosen.has(tool)) &&
      !excluded.has(tool) &&
      (tool.attributes.readOnly || !requestFilter.readOnly),
  );
}
