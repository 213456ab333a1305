import {
  type ErrorLike,
  isError,
  NotModifiedError,
  toError,
} from '@backstage/errors';

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
  /** The whole error: for the audit log and the span only. */
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
  const readable = readableError(thrown);
  if (!readable) {
    throw thrown;
  }
  return {
    error: toError(thrown),
    message: `${readable.name}: ${readable.message}`,
  };
}

function readableError(thrown: unknown): ErrorLike | undefined {
  if (!isError(thrown)) {
    return undefined;
  }
  const raised = thrown.name === 'ResponseError' ? raisedBy(thrown) : thrown;
  return isError(raised) ? innermostResponse(raised) : undefined;
}

/**
 * The error that the action raised, on the other side of the response that
 * carried it here. The response itself says nothing to the client.
 */
function raisedBy(response: ErrorLike): unknown {
  // The platform answers a NotModifiedError as a 304, which has no body.
  return response.statusCode === 304
    ? new NotModifiedError('The action reports that nothing was modified')
    : response.cause;
}

/**
 * An action that passes on a failed response of its own wraps the reason; the
 * innermost known error is what helps the caller.
 */
function innermostResponse(error: ErrorLike): ErrorLike | undefined {
  if (error.name === 'ResponseError' && isError(error.cause)) {
    const inner = innermostResponse(error.cause);
    if (inner) {
      return inner;
    }
  }
  return KNOWN_ERROR_NAMES.has(error.name) ? error : undefined;
}
