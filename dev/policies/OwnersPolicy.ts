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

/** Plugins whose tools are for one group only. */
const OWNERS = {
  kubernetes: 'group:default/platform',
  orders: 'group:default/orders',
};

/** The tools of these plugins for their owners, all other tools for everybody. */
export class OwnersPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!isPermission(permission, mcpToolUsePermission)) {
      return { result: AuthorizeResult.ALLOW };
    }
    const groups = user?.info.ownershipEntityRefs ?? [];
    const pluginIds = Object.entries(OWNERS)
      .filter(([, owner]) => !groups.includes(owner))
      .map(([pluginId]) => pluginId);
    return createMcpToolConditionalDecision(permission, {
      not: mcpToolConditions.isOfPlugin({ pluginIds }),
    });
  }
}
