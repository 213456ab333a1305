import {
  AuthorizeResult,
  type PermissionCondition,
  type PermissionCriteria,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import fc from 'fast-check';
import {
  createMcpToolConditionalDecision,
  mcpToolConditions,
} from '../permissions/mcpToolConditions';
import { mcpToolUsePermission } from '../permissions/mcpToolUsePermission';

export type ToolCriteria = PermissionCriteria<PermissionCondition<'mcp-tool'>>;

export const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
export const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/** Allows the tools that meet the conditions. */
export function onlyIf(criteria: ToolCriteria): PolicyDecision {
  return createMcpToolConditionalDecision(mcpToolUsePermission, criteria);
}

export interface AnyDecisionOptions {
  ids: string[];
  pluginIds: string[];
  keys: string[];
}

/** Any decision that a policy can make about these tools. */
export function anyDecision(
  options: AnyDecisionOptions,
): fc.Arbitrary<PolicyDecision> {
  const condition = anyCondition(options);
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(ALLOW, DENY) },
    { weight: 4, arbitrary: anyCriteria(condition, 2).map(onlyIf) },
  );
}

function anyCondition(options: AnyDecisionOptions): fc.Arbitrary<ToolCriteria> {
  return fc.oneof<fc.Arbitrary<ToolCriteria>[]>(
    fc.subarray(options.ids).map(ids => mcpToolConditions.isAction({ ids })),
    fc
      .subarray(options.pluginIds)
      .map(pluginIds => mcpToolConditions.isOfPlugin({ pluginIds })),
    fc
      .record(
        {
          readOnly: fc.boolean(),
          destructive: fc.boolean(),
          idempotent: fc.boolean(),
        },
        { requiredKeys: [] },
      )
      .filter(attributes => Object.keys(attributes).length > 0)
      .map(attributes => mcpToolConditions.hasAttributes(attributes)),
    fc
      .subarray(options.keys)
      .map(keys => mcpToolConditions.isOnServer({ keys })),
  );
}

function anyCriteria(
  condition: fc.Arbitrary<ToolCriteria>,
  levels: number,
): fc.Arbitrary<ToolCriteria> {
  if (levels === 0) {
    return condition;
  }
  const inner = anyCriteria(condition, levels - 1);
  const several = fc
    .tuple(inner, fc.array(inner, { maxLength: 2 }))
    .map(([first, others]): [ToolCriteria, ...ToolCriteria[]] => [
      first,
      ...others,
    ]);
  return fc.oneof<fc.Arbitrary<ToolCriteria>[]>(
    condition,
    inner.map(not => ({ not })),
    several.map(allOf => ({ allOf })),
    several.map(anyOf => ({ anyOf })),
  );
}
