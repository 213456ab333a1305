import type { ErrorLike } from '@backstage/errors';
import {
  fieldsOf,
  type KnownErrorName,
  type RefusedField,
} from '../tools/toolFailure';

/** Where a failed result has its error in machine form. */
export const ERROR_META_KEY = 'io.backstage/error';

/** An error of `@backstage/errors`, for programs. */
export interface ErrorMeta {
  [key: string]: unknown;
  name: string;
  /** The HTTP status that Backstage has for the error. */
  status: number;
  /** Whether the same call may succeed later. */
  retryable: boolean;
  /** What is wrong with the arguments, one by one. */
  fields?: RefusedField[];
}

const STATUSES: Record<KnownErrorName | 'TimeoutError', number> = {
  InputError: 400,
  AuthenticationError: 401,
  NotAllowedError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  NotModifiedError: 304,
  NotImplementedError: 501,
  ResponseError: 502,
  ServiceUnavailableError: 503,
  TimeoutError: 504,
};

/** @param error - one that a client may read */
export function toErrorMeta(error: ErrorLike): ErrorMeta {
  const fields = fieldsOf(error);
  return {
    name: error.name,
    status: STATUSES[error.name as keyof typeof STATUSES],
    retryable: error.name === 'ServiceUnavailableError',
    ...(fields.length > 0 && { fields }),
  };
}
