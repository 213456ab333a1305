import type { PermissionRuleset } from '@backstage/plugin-permission-node';
import type { McpTool } from '../permissions/mcpToolResourceRef';
import { mcpToolRules } from '../permissions/mcpToolRules';

/** The rules about tools, as the permissions registry gives them. */
export function rulesetOf(): PermissionRuleset<McpTool> {
  const rules = new Map(
    Object.values(mcpToolRules).map(rule => [rule.name, rule]),
  );
  return {
    getRuleByName(name) {
      const rule = rules.get(name);
      if (!rule) {
        throw new Error(`Permission rule '${name}' does not exist`);
      }
      return rule as ReturnType<PermissionRuleset<McpTool>['getRuleByName']>;
    },
  };
}
