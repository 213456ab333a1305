import type {
  ConditionalPolicyDecision,
  PermissionCondition,
  PermissionCriteria,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { createConditionExports } from '@backstage/plugin-permission-node';
import { mcpToolResourceRef } from './mcpToolResourceRef';
import { mcpToolRules } from './mcpToolRules';

const { conditions, createConditionalDecision } = createConditionExports({
  resourceRef: mcpToolResourceRef,
  rules: mcpToolRules,
});

/**
 * What a permission policy can say about tools. Combine conditions with `allOf`,
 * `anyOf` and `not`.
 *
 * @public
 */
export interface McpToolConditions {
  /**
   * Tools by action id. An id may be a glob: `*` is any text, `?` one character,
   * `{a,b}` one of these. `IS_ACTION` in the user interfaces of policies.
   */
  isAction(params: {
    ids: string[];
  }): PermissionCondition<'mcp-tool', { ids: string[] }>;

  /** Tools of these plugins, by the id of the plugin. `IS_OF_PLUGIN`. */
  isOfPlugin(params: {
    pluginIds: string[];
  }): PermissionCondition<'mcp-tool', { pluginIds: string[] }>;

  /**
   * Tools with all of these attributes, as clients see them: what the author of
   * the action declares, or `mcpActions.overrides`. At least one is needed.
   * `HAS_ATTRIBUTES`.
   */
  hasAttributes(params: {
    readOnly?: boolean;
    destructive?: boolean;
    idempotent?: boolean;
  }): PermissionCondition<
    'mcp-tool',
    { readOnly?: boolean; destructive?: boolean; idempotent?: boolean }
  >;

  /**
   * Tools on these servers: keys of `mcpActions.servers`, or `default`. The
   * read-only variant of a server has the key of the server. `IS_ON_SERVER`.
   */
  isOnServer(params: {
    keys: string[];
  }): PermissionCondition<'mcp-tool', { keys: string[] }>;
}

/**
 * The conditions on tools, for `createMcpToolConditionalDecision`.
 *
 * @public
 */
export const mcpToolConditions: McpToolConditions = conditions;

/**
 * A policy's decision that allows the tools that meet the conditions, and denies
 * all others.
 *
 * @param permission - the permission of the request, `mcp.tool.use`
 * @param criteria - a condition of `mcpToolConditions`, or several of them in
 * `allOf`, `anyOf` and `not`
 *
 * @public
 */
export function createMcpToolConditionalDecision(
  permission: ResourcePermission<'mcp-tool'>,
  criteria: PermissionCriteria<PermissionCondition<'mcp-tool'>>,
): ConditionalPolicyDecision {
  return createConditionalDecision(permission, criteria);
}
