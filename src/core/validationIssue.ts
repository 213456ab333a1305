import { type ErrorLike, isError } from '@backstage/errors';

/** Issues to read per value or alternative. No message lists more. */
const MAX_ISSUES = 200;

/** An issue of zod, which the Actions Registry uses for validation. */
export interface ValidationIssue {
  readonly code?: string;
  readonly path: ReadonlyArray<string | number>;
  readonly message: string;
  readonly expected?: unknown;
  readonly received?: unknown;
  /** Unknown keys. */
  readonly keys?: readonly unknown[];
  /** Why each alternative of a union was refused. Empty for other issues. */
  readonly alternatives: readonly Alternative[];
}

/** The problems of a value with one alternative of a union. */
export type Alternative = readonly ValidationIssue[];

/** The problems of a value, up to a limit. */
export interface ValidationIssues {
  readonly first: readonly ValidationIssue[];
  /** The total, including those that were not read. */
  readonly count: number;
}

/**
 * Reads the validation errors of the Actions Registry from the cause of its
 * error. Returns undefined for an error that is not about validation.
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

/** Checks each field, since the issue came over HTTP and from any plugin. */
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

/** zod 3 lists errors that contain issues. zod 4 lists the issues directly. */
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
