import {
  AuthorizeResult,
  isPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  createMcpToolConditionalDecision,
  mcpToolConditions,
  mcpToolUsePermission,
} from '../../src';

/** All tools for the platform team, read-only tools for everybody else. */
export class ReadOnlyPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const groups = user?.info.ownershipEntityRefs ?? [];
    if (
      !isPermission(permission, mcpToolUsePermission) ||
      groups.includes('group:default/platform')
    ) {
      return { result: AuthorizeResult.ALLOW };
    }
    return createMcpToolConditionalDecision(
      permission,
      mcpToolConditions.hasAttributes({ readOnly: true }),
    );
  }
}
