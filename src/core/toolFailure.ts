import { type ErrorLike, isError } from '@backstage/errors';
import { KNOWN_ERROR_NAMES, raisedError } from '../tools/errors';
import { toErrorText } from '../text/errorText';
import { refusedLines } from './refusedLines';
import { responseReason } from './responseReason';
import { unsaidReason } from './unsaidReason';
import { issuesOf } from './validationIssue';

const KNOWN: ReadonlySet<string> = new Set(KNOWN_ERROR_NAMES);

/** The Actions Registry validates an output after the action has run. */
const ANSWER_LOST =
  'The tool ran, but its answer is lost: it does not fit the output schema of the action, and its plugin did not send it. Look at what the tool did before you call it again';

export interface ToolFailure {
  /** The error that the action raised. */
  readonly error: ErrorLike;
  /** `Name: message`, which the client may read. */
  readonly message: string;
  /**
   * Set when the Actions Registry refused the arguments and the action did not
   * run.
   */
  readonly isInputRefused?: true;
}

export interface ToolFailureOptions {
  actionId: string;
  /** Whether the client may read unknown errors. */
  showsUnknown: boolean;
}

/**
 * Returns the failure if the action meant its caller to read it, or if the
 * request caused it.
 *
 * @throws the given value itself otherwise, so that the protocol edge masks it.
 */
export function toToolFailure(
  thrown: unknown,
  options: ToolFailureOptions,
): ToolFailure {
  const failure = isError(thrown) ? readFailure(thrown, options) : undefined;
  if (!failure) {
    throw thrown;
  }
  return { ...failure, message: toErrorText(failure.message) };
}

function readFailure(
  thrown: ErrorLike,
  options: ToolFailureOptions,
): ToolFailure | undefined {
  const error = raisedError(thrown);
  return (
    readRefusal(error, options) ??
    readKnown(error) ??
    readUnknown(thrown, options)
  );
}

/**
 * An error of the Actions Registry itself, from before or after the action ran.
 */
function readRefusal(
  error: ErrorLike,
  { actionId }: ToolFailureOptions,
): ToolFailure | undefined {
  const issues = issuesOf(error);
  switch (issues && summaryOf(error)) {
    case `Invalid input to action "${actionId}"`:
      return { error, message: messageOf(error), isInputRefused: true };
    case `Invalid output from action "${actionId}"`:
      return { error, message: [ANSWER_LOST, ...linesOf(error)].join('\n') };
    default:
      return undefined;
  }
}

function readKnown(error: ErrorLike): ToolFailure | undefined {
  const known = innermostKnown(error);
  return known && known.name !== 'ResponseError'
    ? { error: known, message: messageOf(known) }
    : undefined;
}

/**
 * A response that failed because of the request, or an error that the operator
 * allows.
 */
function readUnknown(
  thrown: ErrorLike,
  { showsUnknown }: ToolFailureOptions,
): ToolFailure | undefined {
  const error = raisedError(thrown);
  const reason = responseReason(thrown);
  if (reason && (reason.status < 500 || showsUnknown)) {
    return { error, message: reason.message };
  }
  const response = innermostKnown(error);
  if (response) {
    return { error: response, message: messageOf(response) };
  }
  return showsUnknown ? { error, message: messageOf(error) } : undefined;
}

/** `Name: message`, then each refused argument on its own line. */
function messageOf(error: ErrorLike): string {
  const { name } = error;
  const summary = summaryOf(error) || unsaidReason(name);
  return [`${name}: ${summary}`, ...linesOf(error)].join('\n');
}

/** A validation error has its issues appended to its message, as JSON. */
function summaryOf(error: ErrorLike): string {
  return issuesOf(error)
    ? error.message.split('; caused by ')[0]
    : error.message;
}

function linesOf(error: ErrorLike): string[] {
  const issues = issuesOf(error);
  return issues ? refusedLines(issues) : [];
}

/**
 * Finds the innermost known error. An action that passes on a failed response
 * wraps the reason, and the innermost error helps the caller most.
 */
function innermostKnown(error: ErrorLike): ErrorLike | undefined {
  if (error.name === 'ResponseError' && isError(error.cause)) {
    const inner = innermostKnown(error.cause);
    if (inner) {
      return inner;
    }
  }
  return KNOWN.has(error.name) ? error : undefined;
}
