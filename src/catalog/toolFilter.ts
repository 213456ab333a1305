import { toGlobMatcher } from './toGlobMatcher';
import type { FilterRule, Tool, ToolFilter } from '../tools/types';

/** Whether a tool is included. */
export type ToolPredicate = (
  tool: Pick<Tool, 'actionId' | 'attributes'>,
) => boolean;

/** Compiles the filter, with its globs, into one predicate. Exclude wins. */
export function toToolPredicate(filter: ToolFilter): ToolPredicate {
  const include = filter.include.map(toRulePredicate);
  const exclude = filter.exclude.map(toRulePredicate);
  return tool =>
    !exclude.some(matches => matches(tool)) &&
    (include.length === 0 || include.some(matches => matches(tool)));
}

/**
 * Returns the part of the filter that excludes the tool, as a path below the
 * filter. Returns undefined if the tool is included.
 */
export function findExclusion(
  filter: ToolFilter,
  tool: Pick<Tool, 'actionId' | 'attributes'>,
): string | undefined {
  const excluding = filter.exclude.findIndex(rule =>
    toRulePredicate(rule)(tool),
  );
  if (excluding >= 0) {
    return `exclude[${excluding}]`;
  }
  return toToolPredicate(filter)(tool) ? undefined : 'include';
}

/** Compiles one rule into a predicate. */
export function toRulePredicate(rule: FilterRule): ToolPredicate {
  const fits = rule.id === undefined ? undefined : toGlobMatcher(rule.id);
  const attributes = Object.entries(rule.attributes ?? {}) as Array<
    [keyof Tool['attributes'], boolean]
  >;
  return tool =>
    (!fits || fits(tool.actionId)) &&
    attributes.every(([name, value]) => tool.attributes[name] === value);
}
