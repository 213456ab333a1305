import { type ErrorLike, isError } from '@backstage/errors';
import { KNOWN_ERROR_NAMES, raisedError } from '../tools/errors';
import { toErrorText } from '../text/errorText';
import { refusedLines } from './refusedLines';
import { responseReason } from './responseReason';
import { unsaidReason } from './unsaidReason';
import { issuesOf } from './validationIssue';

const KNOWN: ReadonlySet<string> = new Set(KNOWN_ERROR_NAMES);

/** The Actions Registry checks an answer once the action has run. */
const ANSWER_LOST =
  'The tool ran, but its answer is lost: it does not fit the output schema of the action, and its plugin did not send it. Look at what the tool did before you call it again';

export interface ToolFailure {
  /** The error that the action raised. */
  readonly error: ErrorLike;
  /** `Name: message`, what the client may read. */
  readonly message: string;
  /** Set when the Actions Registry refused the arguments: the action did not run. */
  readonly isInputRefused?: true;
}

export interface ToolFailureOptions {
  actionId: string;
  /** Whether the client may read errors that are not known. */
  showsUnknown: boolean;
}

/**
 * The failure that an action meant its caller to read, or that is about what the
 * caller asked for.
 *
 * @throws the given value itself when it is neither, so that the protocol edge
 * masks it.
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

/** What the Actions Registry itself said, before the action ran or after it. */
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

/** A response that failed because of the request, or what the operator lets through. */
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

/** `Name: message`, and each argument that was refused on a line of its own. */
function messageOf(error: ErrorLike): string {
  const { name } = error;
  const summary = summaryOf(error) || unsaidReason(name);
  return [`${name}: ${summary}`, ...linesOf(error)].join('\n');
}

/** The message of a failed validation has its issues appended, as JSON. */
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
 * An action that passes on a failed response of its own wraps the reason; the
 * innermost known error is what helps the caller.
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
