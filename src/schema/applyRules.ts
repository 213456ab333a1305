import type { JsonObject } from '@backstage/types';
import traverse from 'json-schema-traverse';
import { ANYTHING_RULES } from './anythingRules';
import { LAST_RULES } from './lastRules';
import type { SchemaRule } from './SchemaRule';
import { SCHEMA_RULES } from './schemaRules';
import { SHAPE_RULES } from './shapeRules';

export interface ApplyRulesOptions {
  onChange?(change: string): void;
  /** Rules of the caller. They apply to children before their parents. */
  ownRules?: readonly SchemaRule[];
}

/** Applies all rules except those of the last pass, in place. */
export function applyRules(
  schema: JsonObject,
  options: ApplyRulesOptions = {},
): void {
  const { ownRules = [] } = options;
  applyPasses(schema, SHAPE_RULES, {
    ...options,
    childrenFirst: [...ownRules, ...SCHEMA_RULES],
  });
}

/** Applies the rules that need an object at the root, in place. */
export function applyLastRules(
  schema: JsonObject,
  options: ApplyRulesOptions = {},
): void {
  applyPasses(schema, ANYTHING_RULES, {
    ...options,
    childrenFirst: LAST_RULES,
  });
}

interface ApplyPassesOptions extends ApplyRulesOptions {
  childrenFirst: readonly SchemaRule[];
}

function applyPasses(
  schema: JsonObject,
  parentsFirst: readonly SchemaRule[],
  { childrenFirst, onChange }: ApplyPassesOptions,
): void {
  let depth = -1;
  const apply = (rules: readonly SchemaRule[], node: JsonObject) => {
    for (const rule of rules) {
      const change = rule.apply(node, { depth });
      if (change) {
        onChange?.(change);
      }
    }
  };
  traverse(schema, {
    cb: {
      pre(node) {
        depth += 1;
        apply(parentsFirst, node);
      },
      post(node) {
        apply(childrenFirst, node);
        depth -= 1;
      },
    },
  });
}
