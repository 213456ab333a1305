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

/** Which tools the policy lets one principal use. */
export interface ToolDecision {
  /** Equal for equal decisions only. */
  readonly key: string;
  readonly permitsAll: boolean;
  /** @throws when a condition makes no sense: it may stand behind a `not`. */
  permits(tool: Tool, server: ToolServer): boolean;
}

/** Applies the conditions of a decision to a tool. */
export type ApplyDecision = (
  decision: PolicyDecision,
  tool: McpTool,
) => boolean;

/**
 * Anything but `ALLOW` and conditions denies all tools.
 *
 * @throws for conditions on anything but tools.
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
