import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { toErrorText } from '../text/errorText';
import { toLoggableLine } from '../text/loggableText';
import { toLoggableError } from '../text/toLoggableError';

const MAX_CAUSES = 10;
const MAX_REASON_LENGTH = 8_192;

/** Errors of the core that clients may read. Errors of actions are results. */
const REFUSAL_CODES = new Map([
  ['InputError', ProtocolErrorCode.InvalidParams],
  ['NotAllowedError', ProtocolErrorCode.InvalidRequest],
  ['ServiceUnavailableError', ProtocolErrorCode.InternalError],
]);

export interface MaskUnexpectedOptions {
  /** Method of the message. Used in the log. */
  method: string;
  logger: LoggerService;
}

/** The same failure as a JSON-RPC error and as text for a model. */
export interface MaskedError {
  error: ProtocolError;
  text: string;
}

/**
 * Decides what a client learns of a thrown value. A ProtocolError or one of the
 * errors above goes to the client unchanged. Anything else goes to the log with
 * a reference, and the client gets only that reference.
 */
export function maskUnexpected(
  thrown: unknown,
  { method, logger }: MaskUnexpectedOptions,
): MaskedError {
  if (thrown instanceof ProtocolError) {
    return { error: thrown, text: thrown.message };
  }
  const code = isError(thrown) ? REFUSAL_CODES.get(thrown.name) : undefined;
  if (code !== undefined) {
    const { name } = thrown as Error;
    const message = toErrorText((thrown as Error).message);
    const error = new ProtocolError(code, message);
    return { error, text: `${name}: ${message}` };
  }
  const reference = randomUUID();
  logger.error(
    `${method} failed, reference ${reference}: ${describe(thrown)}`,
    isError(thrown) ? toLoggableError(thrown) : undefined,
  );
  const text = `Internal error. The server's log has the reason, under reference ${reference}`;
  const error = new ProtocolError(ProtocolErrorCode.InternalError, text, {
    reference,
  });
  return { error, text };
}

/**
 * A failed internal request has its reason in the cause, which loggers drop.
 */
function describe(thrown: unknown): string {
  const reasons = [stringifyError(thrown)];
  let error = thrown;
  while (isError(error) && error.cause && reasons.length < MAX_CAUSES) {
    error = error.cause;
    reasons.push(stringifyError(error));
  }
  return toLoggableLine(reasons.join('; caused by '), MAX_REASON_LENGTH);
}
