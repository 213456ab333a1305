import type { McpActionsConfig, ServerDefinition } from '../config/types';
import type { ToolCatalog } from '../catalog/ToolCatalog';
import { findExclusion } from '../catalog/toolFilter';
import type { Tool } from '../tools/types';
import { describeMissingSource } from './describeMissingSource';
import { fullServers } from './fullServers';

/** Why a tool is, or is not, on a server. */
export interface ToolExplanation {
  asked: string;
  actionId?: string;
  /** What keeps the action from all servers. */
  reason?: string;
  servers?: Array<{ key: string; listed: boolean; reason?: string }>;
}

/** What an explanation goes by. */
export interface ExplainedState {
  catalog: ToolCatalog;
  config: McpActionsConfig;
  /** Installed plugins that register actions and are no sources. */
  missingSources: readonly string[];
}

/**
 * Says which rule, permission or schema keeps a tool away from the principal
 * whose catalog this is.
 *
 * @param asked - a tool's name in any spelling, or an action id
 */
export function explainTool(
  asked: string,
  state: ExplainedState,
): ToolExplanation {
  const { catalog, config } = state;
  const tool = catalog.find(asked);
  if (tool) {
    return {
      asked,
      actionId: tool.actionId,
      servers: fullServers(config).map(server => explainServer(server, tool)),
    };
  }
  const omitted = catalog.omitted.find(({ actionId }) => actionId === asked);
  return omitted
    ? { asked, ...omitted }
    : { asked, reason: reasonForAbsence(asked, state) };
}

function explainServer(server: ServerDefinition, tool: Tool) {
  const { key, filter, filterPath } = server;
  const exclusion = findExclusion(filter, tool);
  if (!exclusion) {
    return { key, listed: true };
  }
  const reason =
    exclusion === 'include'
      ? `no rule of ${filterPath}.include matches`
      : `${filterPath}.${exclusion} matches`;
  return { key, listed: false, reason };
}

function reasonForAbsence(
  asked: string,
  { catalog, config: { pluginSources }, missingSources }: ExplainedState,
): string {
  const missing = missingSources.find(id => isNameOf(id, asked));
  if (missing) {
    return describeMissingSource(missing);
  }
  if (!asked.includes(':')) {
    return 'no tool has this name; ask by the action id, <plugin>:<action>, to learn more';
  }
  const pluginId = asked.slice(0, asked.indexOf(':'));
  if (!pluginSources.includes(pluginId)) {
    return `${pluginId} is not in backend.actions.pluginSources`;
  }
  const isSilent = !catalog.actionIds.some(id => id.startsWith(`${pluginId}:`));
  return isSilent
    ? `${pluginId} lists no action for you: it is not installed, does not answer, or refuses your credentials (for a static token: accessRestrictions); the log has the failed request`
    : `${pluginId} does not list it for you: it is not registered, backend.actions.filter leaves it out, or you lack its visibility permission`;
}

/** Whether the name, in any spelling, is one of the plugin's actions. */
function isNameOf(pluginId: string, asked: string): boolean {
  const plain = (text: string) => text.replace(/[:.-]/g, '_');
  return plain(asked).startsWith(`${plain(pluginId)}_`);
}
