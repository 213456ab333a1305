import { type ErrorLike, isError, NotModifiedError } from '@backstage/errors';

/** The error classes of `@backstage/errors` that a client may read. */
const KNOWN_ERROR_NAMES: ReadonlySet<string> = new Set([
  'InputError',
  'AuthenticationError',
  'NotAllowedError',
  'NotFoundError',
  'ConflictError',
  'NotModifiedError',
  'NotImplementedError',
  'ResponseError',
  'ServiceUnavailableError',
]);

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
  return { error, message: `${error.name}: ${error.message}` };
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
  return KNOWN_ERROR_NAMES.has(error.name) ? error : undefined;
}
