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
 * The conditions on tools for a permission policy. Combine them with `allOf`,
 * `anyOf` and `not`.
 *
 * @public
 */
export interface McpToolConditions {
  /**
   * Tools by action id. An id may be a glob: `*` matches any text, `?` one
   * character, `{a,b}` one of these. Policy editors show it as `IS_ACTION`.
   */
  isAction(params: {
    ids: string[];
  }): PermissionCondition<'mcp-tool', { ids: string[] }>;

  /**
   * Tools of these plugins, by plugin id. Policy editors show it as
   * `IS_OF_PLUGIN`.
   */
  isOfPlugin(params: {
    pluginIds: string[];
  }): PermissionCondition<'mcp-tool', { pluginIds: string[] }>;

  /**
   * Tools with all of these attributes, as clients see them: those that the
   * author of the action declares, with `mcpActions.overrides`. Requires at
   * least one attribute. Policy editors show it as `HAS_ATTRIBUTES`.
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
   * read-only variant of a server has the same key. Policy editors show it as
   * `IS_ON_SERVER`.
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
