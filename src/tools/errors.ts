import { type ErrorLike, isError, NotModifiedError } from '@backstage/errors';

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

/**
 * Returns the error that an action raised, from the response that carried it
 * here. The response's own message does not contain the reason.
 */
export function raisedError(thrown: ErrorLike): ErrorLike {
  if (thrown.name !== 'ResponseError') {
    return thrown;
  }
  // The platform sends a NotModifiedError as a 304, which has no body.
  if (thrown.statusCode === 304) {
    return new NotModifiedError(
      'The action reports that nothing was modified',
    ) as ErrorLike & Error;
  }
  return isError(thrown.cause) ? thrown.cause : thrown;
}
