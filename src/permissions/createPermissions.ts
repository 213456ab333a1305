import type {
  PermissionsRegistryService,
  PermissionsService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import type { PermitsTool } from '../tools/permitsTool';
import type { Guard, ToolService, Viewer } from '../tools/types';
import { mcpToolResourceRef as resourceRef } from './mcpToolResourceRef';
import { mcpToolRules } from './mcpToolRules';
import { mcpToolUsePermission } from './mcpToolUsePermission';
import { PermittedTools } from './PermittedTools';
import { ToolDecisions } from './ToolDecisions';
import { withPermission } from './withPermission';

export interface CreatePermissionsOptions {
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  rootConfig: Pick<RootConfigService, 'subscribe'>;
  config: {
    permissions: { enabled: boolean };
    cacheTtlMs: number;
    callTimeoutMs: number;
  };
  /** All tools, regardless of permissions. */
  tools: ToolService;
}

export interface Permissions {
  tools: ToolService;
  guard: Guard;
  /** Absent where everything is permitted. */
  permitsOf?(viewer: Viewer): Promise<PermitsTool>;
}

/**
 * Registers the permission per tool, and wraps the tools with it. If
 * permissions are off, returns the given tools and registers nothing.
 */
export function createPermissions(
  options: CreatePermissionsOptions,
): Permissions {
  const { permissions, permissionsRegistry, rootConfig, config } = options;
  if (!config.permissions.enabled) {
    return { tools: options.tools, guard: run => run };
  }
  permissionsRegistry.addResourceType({
    resourceRef,
    permissions: [mcpToolUsePermission],
    rules: Object.values(mcpToolRules),
  });
  const ttlMs = config.cacheTtlMs;
  const decisions = ToolDecisions.create({
    permissions,
    ttlMs,
    callTimeoutMs: config.callTimeoutMs,
    apply: createConditionAuthorizer(
      permissionsRegistry.getPermissionRuleset(resourceRef),
    ),
  });
  rootConfig.subscribe?.(() => decisions.clear());
  const tools = PermittedTools.create({
    tools: options.tools,
    decisions,
    ttlMs,
  });
  return {
    tools,
    guard: withPermission({ decisions, tools }),
    permitsOf: async viewer => (await decisions.recent(viewer)).permits,
  };
}
