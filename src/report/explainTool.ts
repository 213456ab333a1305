import type { McpActionsConfig, ServerDefinition } from '../config/types';
import type { CatalogEntry } from '../catalog/catalogEntry';
import { findExclusion } from '../catalog/toolFilter';
import type { Tool } from '../tools/types';
import type { Catalogs } from './Catalogs';
import { describeMissingSource } from './describeMissingSource';
import { fullServers } from './fullServers';

const DENIED =
  'the permission policy of the portal denies you mcp.tool.use for it. Ask the operators of the portal for access';

/** Why a tool is, or is not, on a server. */
export interface ToolExplanation {
  asked: string;
  actionId?: string;
  /** What keeps the action from all servers. */
  reason?: string;
  servers?: ServerExplanation[];
}

export interface ServerExplanation {
  key: string;
  listed: boolean;
  reason?: string;
  /** What the name means on this server, if that is another action. */
  otherActionId?: string;
}

/** The data that an explanation depends on. */
export interface ExplainedState {
  catalogs: Catalogs;
  config: McpActionsConfig;
  /** Installed plugins that register actions but are not sources. */
  missingSources: readonly string[];
}

/**
 * Explains which rule, permission or schema keeps a tool from the principal of
 * these catalogs.
 *
 * @param asked - a tool's name in any spelling, or an action id
 */
export function explainTool(
  asked: string,
  state: ExplainedState,
): ToolExplanation {
  const { catalogs, config } = state;
  const servers = fullServers(config);
  const found =
    servers
      .map(server => catalogs.of(server).find(asked))
      .find(entry => entry !== undefined) ?? catalogs.everything.find(asked);
  if (found) {
    return {
      asked,
      actionId: found.tool.actionId,
      servers: servers.map(server =>
        explainServer(server, { asked, found, catalogs }),
      ),
    };
  }
  const omitted = catalogs.everything.omitted.find(
    ({ actionId }) => actionId === asked,
  );
  return omitted
    ? { asked, ...omitted }
    : { asked, reason: reasonForAbsence(asked, state) };
}

interface FoundName {
  asked: string;
  found: CatalogEntry;
  catalogs: Catalogs;
}

function explainServer(
  server: ServerDefinition,
  { asked, found: { tool }, catalogs }: FoundName,
): ServerExplanation {
  const { key } = server;
  const other = catalogs.of(server).find(asked)?.tool;
  const isNamed =
    other &&
    other.actionId !== tool.actionId &&
    catalogs.permits(other, server);
  const meaning = isNamed ? { otherActionId: other.actionId } : {};
  const reason =
    reasonOfFilter(server, tool) ??
    (catalogs.permits(tool, server) ? undefined : DENIED);
  return { key, listed: !reason, ...(reason && { reason }), ...meaning };
}

function reasonOfFilter(
  { filter, filterPath }: ServerDefinition,
  tool: Tool,
): string | undefined {
  const exclusion = findExclusion(filter, tool);
  if (!exclusion) {
    return undefined;
  }
  return exclusion === 'include'
    ? `no rule of ${filterPath}.include matches`
    : `${filterPath}.${exclusion} matches`;
}

function reasonForAbsence(
  asked: string,
  { catalogs, config: { pluginSources }, missingSources }: ExplainedState,
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
  const isSilent = !catalogs.everything.actionIds.some(id =>
    id.startsWith(`${pluginId}:`),
  );
  return isSilent
    ? `${pluginId} lists no action for you: it is not installed, does not answer, or refuses your credentials (for a static token: accessRestrictions); the log has the failed request`
    : `${pluginId} does not list it for you: it is not registered, backend.actions.filter leaves it out, or you lack its visibility permission`;
}

/** Whether the name, in any spelling, is an action of the plugin. */
function isNameOf(pluginId: string, asked: string): boolean {
  const plain = (text: string) => text.replace(/[:.-]/g, '_');
  return plain(asked).startsWith(`${plain(pluginId)}_`);
}
