/**
 * Exposes Backstage actions as MCP (Model Context Protocol) tools for AI
 * clients. Exports what a permission policy needs to decide who may use which
 * tool.
 *
 * @packageDocumentation
 */
export { mcpActionsPlugin as default } from './plugin';
export {
  createMcpToolConditionalDecision,
  mcpToolConditions,
  type McpToolConditions,
} from './permissions/mcpToolConditions';
export { mcpToolUsePermission } from './permissions/mcpToolUsePermission';
