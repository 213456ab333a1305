import { explainUnion } from './explainUnion';
import type { ValidationIssues } from './validationIssue';

/** More than a model fixes at once. */
const MAX_LINES = 20;

/** Lists the problems with the arguments, one per line, up to a limit. */
export function refusedLines({ first, count }: ValidationIssues): string[] {
  const explained = first.slice(0, MAX_LINES).flatMap(explainUnion);
  const more = count - MAX_LINES;
  return [
    ...explained
      .slice(0, MAX_LINES)
      .map(
        ({ path, message }) => `- ${path.join('.') || 'arguments'}: ${message}`,
      ),
    ...(more > 0 ? [`- and ${more.toLocaleString('en-US')} more`] : []),
  ];
}
