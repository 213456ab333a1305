import {
  AuthorizeResult,
  type ConditionalPolicyDecision,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { Tool, ToolServer } from '../tools/types';
import {
  type McpTool,
  mcpToolResourceRef,
  toMcpTool,
} from './mcpToolResourceRef';
import { toUndecidedError } from './toUndecidedError';

/** The tools that the policy permits one principal to use. */
export interface ToolDecision {
  /** Equal only for equal decisions. */
  readonly key: string;
  readonly permitsAll: boolean;
  /**
   * @throws when a condition is invalid. To ignore it could permit too much,
   * for example inside a `not`.
   */
  permits(tool: Tool, server: ToolServer): boolean;
}

/** Applies the conditions of a decision to a tool. */
export type ApplyDecision = (
  decision: PolicyDecision,
  tool: McpTool,
) => boolean;

/**
 * Converts a policy decision. Anything but `ALLOW` and conditions denies all
 * tools.
 *
 * @throws for conditions on a resource other than tools.
 */
export function toToolDecision(
  decision: PolicyDecision | undefined,
  apply: ApplyDecision,
): ToolDecision {
  switch (decision?.result) {
    case AuthorizeResult.ALLOW:
      return { key: 'ALLOW', permitsAll: true, permits: () => true };
    case AuthorizeResult.CONDITIONAL:
      return toConditional(decision, apply);
    default:
      return { key: 'DENY', permitsAll: false, permits: () => false };
  }
}

function toConditional(
  decision: ConditionalPolicyDecision,
  apply: ApplyDecision,
): ToolDecision {
  const { pluginId, resourceType, conditions } = decision;
  if (
    pluginId !== mcpToolResourceRef.pluginId ||
    resourceType !== mcpToolResourceRef.resourceType
  ) {
    throw new Error(
      `The policy answered with conditions on ${resourceType} of ${pluginId}. Use createMcpToolConditionalDecision`,
    );
  }
  return {
    key: JSON.stringify(conditions),
    permitsAll: false,
    permits(tool, server) {
      try {
        return apply(decision, toMcpTool(tool, server));
      } catch (cause) {
        throw toUndecidedError(cause);
      }
    },
  };
}
