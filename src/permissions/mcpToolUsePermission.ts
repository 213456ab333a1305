import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Decides which tools an AI client sees and calls on behalf of its user.
 *
 * @remarks The framework asks for it while `mcpActions.permissions.enabled` is
 * true. Return `ALLOW`, `DENY`, or `createMcpToolConditionalDecision` for some
 * tools. It has no `attributes.action`, since a tool may read and write.
 *
 * @public
 */
export const mcpToolUsePermission = createPermission({
  name: 'mcp.tool.use',
  attributes: {},
  resourceType: 'mcp-tool',
});
