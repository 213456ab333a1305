import type { JsonObject } from '@backstage/types';
import traverse from 'json-schema-traverse';
import { LAST_RULES } from './lastRules';
import { SCHEMA_RULES, type SchemaRule } from './schemaRules';
import { SHAPE_RULES } from './shapeRules';

export interface ApplyRulesOptions {
  onChange?(change: string): void;
  /** Sees each node when all rules are done with it and with its children. */
  afterNode?(node: JsonObject): void;
}

/** Applies the rules in place; those of the last pass are left for later. */
export function applyRules(
  schema: JsonObject,
  options: ApplyRulesOptions = {},
): void {
  const rulesOfNode = toVisitor(SCHEMA_RULES, options);
  const post = (node: JsonObject) => {
    rulesOfNode(node);
    options.afterNode?.(node);
  };
  traverse(schema, { cb: { pre: toVisitor(SHAPE_RULES, options), post } });
}

/** Applies the rules that have to wait until the root is an object, in place. */
export function applyLastRules(
  schema: JsonObject,
  options: ApplyRulesOptions = {},
): void {
  traverse(schema, { cb: { post: toVisitor(LAST_RULES, options) } });
}

function toVisitor(
  rules: readonly SchemaRule[],
  { onChange }: ApplyRulesOptions,
): (node: JsonObject) => void {
  return node => {
    for (const rule of rules) {
      const change = rule.apply(node);
      if (change) {
        onChange?.(change);
      }
    }
  };
}
