import { type ErrorLike, isError } from '@backstage/errors';

/** Issues of a value, or of one alternative, that are read: more than anyone is told. */
const MAX_ISSUES = 200;

/** An issue of zod, which is what the Actions Registry validates with. */
export interface ValidationIssue {
  readonly code?: string;
  readonly path: ReadonlyArray<string | number>;
  readonly message: string;
  readonly expected?: unknown;
  readonly received?: unknown;
  /** Keys that are not known. */
  readonly keys?: readonly unknown[];
  /** Why each alternative of a union was refused; empty for any other issue. */
  readonly alternatives: readonly Alternative[];
}

/** What is wrong when a value is taken for one of several things. */
export type Alternative = readonly ValidationIssue[];

/** What is wrong with a value, up to a bound. */
export interface ValidationIssues {
  readonly first: readonly ValidationIssue[];
  /** How many there are, with those that are not read. */
  readonly count: number;
}

/**
 * What the validation of the Actions Registry said, which is the cause of its
 * errors. Undefined for an error that is not about validation.
 */
export function issuesOf(error: ErrorLike): ValidationIssues | undefined {
  const issues = isError(error.cause) ? error.cause.issues : undefined;
  return error.name === 'InputError' && Array.isArray(issues)
    ? { first: readIssues(issues), count: issues.length }
    : undefined;
}

function readIssues(given: readonly unknown[]): ValidationIssue[] {
  return given.slice(0, MAX_ISSUES).map(readIssue);
}

/** Read with care: it came over HTTP, from any plugin. */
function readIssue(given: unknown): ValidationIssue {
  const issue = (given ?? {}) as Partial<Record<string, unknown>>;
  return {
    code: issue.code as string | undefined,
    path: Array.isArray(issue.path) ? issue.path : [],
    message: String(issue.message ?? 'Invalid input'),
    expected: issue.expected,
    received: issue.received,
    keys: listOf(issue.keys),
    alternatives: readAlternatives(issue),
  };
}

/** zod 3 has errors with issues, zod 4 the issues themselves. */
function readAlternatives(issue: Partial<Record<string, unknown>>) {
  const given = listOf(issue.unionErrors) ?? listOf(issue.errors) ?? [];
  return given
    .map(alternative =>
      listOf((alternative as { issues?: unknown })?.issues ?? alternative),
    )
    .filter(issues => issues !== undefined)
    .map(readIssues);
}

function listOf(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
