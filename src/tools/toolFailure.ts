import { type ErrorLike, isError, NotModifiedError } from '@backstage/errors';
import type { ToolOutcome } from './types';

/** The error classes of `@backstage/errors` that a client may read. */
export const KNOWN_ERROR_NAMES = [
  'InputError',
  'AuthenticationError',
  'NotAllowedError',
  'NotFoundError',
  'ConflictError',
  'NotModifiedError',
  'NotImplementedError',
  'ResponseError',
  'ServiceUnavailableError',
] as const;

export type KnownErrorName = (typeof KNOWN_ERROR_NAMES)[number];

const KNOWN: ReadonlySet<string> = new Set(KNOWN_ERROR_NAMES);

export interface ToolFailure {
  /** The error that the action raised. */
  readonly error: ErrorLike;
  /** `Name: message`, what the client may read. */
  readonly message: string;
}

/**
 * The failure that an action meant its caller to read.
 *
 * @throws the given value itself when it is not such an error, so that the
 * protocol edge masks it.
 */
export function toToolFailure(thrown: unknown): ToolFailure {
  const error = isError(thrown)
    ? innermostKnown(raisedError(thrown))
    : undefined;
  if (!error) {
    throw thrown;
  }
  return { error, message: toMessage(error) };
}

/** Something that is wrong with one argument. */
export interface RefusedField {
  /** Path of the argument, for example `items.0.name`. */
  path: string;
  message: string;
}

/** What is wrong with the arguments, as the action's validation said. */
export function fieldsOf(error: ErrorLike): RefusedField[] {
  const issues = isError(error.cause) ? error.cause.issues : undefined;
  if (error.name !== 'InputError' || !Array.isArray(issues)) {
    return [];
  }
  return issues.map(({ path, message }) => ({
    path: Array.isArray(path) ? path.join('.') : '',
    message: String(message),
  }));
}

/** `Name: message`, and each argument that was refused on a line of its own. */
function toMessage(error: ErrorLike): string {
  const fields = fieldsOf(error);
  // The message has the cause appended, as JSON.
  const [summary] =
    fields.length > 0 ? error.message.split('; caused by ') : [error.message];
  return [
    `${error.name}: ${summary}`,
    ...fields.map(
      ({ path, message }) => `- ${path || 'arguments'}: ${message}`,
    ),
  ].join('\n');
}

/**
 * The error that an action raised, on the other side of the response that
 * carried it here. The response itself says nothing of the reason.
 */
export function raisedError(thrown: ErrorLike): ErrorLike {
  if (thrown.name !== 'ResponseError') {
    return thrown;
  }
  // The platform answers a NotModifiedError as a 304, which has no body.
  if (thrown.statusCode === 304) {
    return new NotModifiedError(
      'The action reports that nothing was modified',
    ) as ErrorLike & Error;
  }
  return isError(thrown.cause) ? thrown.cause : thrown;
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

/**
 * Whether the Actions Registry refused the input, so that the action did not
 * run. An InputError that the action itself threw reads differently.
 */
export function isInputRefused(outcome: ToolOutcome): boolean {
  return (
    outcome.status === 'failed' &&
    outcome.error.name === 'InputError' &&
    outcome.error.message.startsWith(
      `Invalid input to action "${outcome.tool.actionId}"`,
    )
  );
}
