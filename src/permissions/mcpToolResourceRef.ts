import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import type { Tool, ToolAttributes, ToolServer } from '../tools/types';

/** A tool on one server, as rules see it. */
export interface McpTool {
  readonly actionId: string;
  readonly pluginId: string;
  /** As clients see them, with the operator's overrides. */
  readonly attributes: ToolAttributes;
  readonly serverKey: string;
}

/** Whether a tool matches the parameters of a rule. */
export type McpToolPredicate = (tool: McpTool) => boolean;

/** A query is a predicate, since tools are in memory. */
export const mcpToolResourceRef = createPermissionResourceRef<
  McpTool,
  McpToolPredicate
>().with({ pluginId: 'mcp-actions', resourceType: 'mcp-tool' });

export function toMcpTool(
  { actionId, pluginId, attributes }: Tool,
  { key: serverKey }: ToolServer,
): McpTool {
  return { actionId, pluginId, attributes, serverKey };
}
