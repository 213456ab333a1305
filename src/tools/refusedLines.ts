import { explainUnion } from './explainUnion';
import type { ValidationIssue } from './validationIssue';

/** More than a model mends at once. */
const MAX_LINES = 20;

/** What is wrong with the arguments, each on a line of its own, up to a bound. */
export function refusedLines(issues: readonly ValidationIssue[]): string[] {
  const explained = issues.slice(0, MAX_LINES).flatMap(explainUnion);
  const more = issues.length - MAX_LINES;
  return [
    ...explained
      .slice(0, MAX_LINES)
      .map(
        ({ path, message }) => `- ${path.join('.') || 'arguments'}: ${message}`,
      ),
    ...(more > 0 ? [`- and ${more.toLocaleString('en-US')} more`] : []),
  ];
}
