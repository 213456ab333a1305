import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { toLoggableLine } from '../tools/loggableText';
import { toLoggableError } from '../tools/toLoggableError';

const MAX_CAUSES = 10;
const MAX_REASON_LENGTH = 8_192;

/** Errors of the core that a client may read; those of actions are results. */
const REFUSAL_CODES = new Map([
  ['InputError', ProtocolErrorCode.InvalidParams],
  ['NotAllowedError', ProtocolErrorCode.InvalidRequest],
  ['ServiceUnavailableError', ProtocolErrorCode.InternalError],
]);

/**
 * Runs the handler of a message. What it throws on purpose, a ProtocolError or
 * one of the above, goes to the client as it is. Anything else goes to the log with a reference,
 * and the client gets just that reference.
 */
export async function maskUnexpected<T>(
  method: string,
  logger: LoggerService,
  handler: () => Promise<T>,
): Promise<T> {
  try {
    return await handler();
  } catch (thrown) {
    if (thrown instanceof ProtocolError) {
      throw thrown;
    }
    const code = isError(thrown) ? REFUSAL_CODES.get(thrown.name) : undefined;
    if (code !== undefined) {
      throw new ProtocolError(code, (thrown as Error).message);
    }
    const reference = randomUUID();
    logger.error(
      `${method} failed, reference ${reference}: ${describe(thrown)}`,
      isError(thrown) ? toLoggableError(thrown) : undefined,
    );
    throw new ProtocolError(
      ProtocolErrorCode.InternalError,
      `Internal error. The server's log has the reason, under reference ${reference}`,
      { reference, retryable: false },
    );
  }
}

/** A failed internal request has its reason in the cause, which loggers drop. */
function describe(thrown: unknown): string {
  const reasons = [stringifyError(thrown)];
  let error = thrown;
  while (isError(error) && error.cause && reasons.length < MAX_CAUSES) {
    error = error.cause;
    reasons.push(stringifyError(error));
  }
  return toLoggableLine(reasons.join('; caused by '), MAX_REASON_LENGTH);
}
