import {
  AuthorizeResult,
  isPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
} from '@backstage/plugin-permission-node';
import {
  createMcpToolConditionalDecision,
  mcpToolConditions,
  mcpToolUsePermission,
} from '../../src';

/** Nothing destructive from the default server; other servers have all their tools. */
export class DefaultServerPolicy implements PermissionPolicy {
  async handle({ permission }: PolicyQuery): Promise<PolicyDecision> {
    if (!isPermission(permission, mcpToolUsePermission)) {
      return { result: AuthorizeResult.ALLOW };
    }
    return createMcpToolConditionalDecision(permission, {
      not: {
        allOf: [
          mcpToolConditions.isOnServer({ keys: ['default'] }),
          mcpToolConditions.hasAttributes({ destructive: true }),
        ],
      },
    });
  }
}
