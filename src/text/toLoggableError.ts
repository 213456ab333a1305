import { isError } from '@backstage/errors';
import { toLoggableLine, toLoggableText } from './loggableText';

const MAX_NAME_LENGTH = 128;
const MAX_MESSAGE_LENGTH = 4_096;
const MAX_STACK_LENGTH = 16_384;
const MAX_CAUSES = 10;

const FIRST_FRAME = '\n    at ';

/** An error, or an object that looks like one. */
type Thrown = Pick<Error, 'name' | 'message' | 'stack' | 'cause'>;

/**
 * Returns the error in a form for logs. Its message may repeat what a client
 * sent, and other properties may hold a whole body or response: keeps only
 * name, message, stack and causes, without hidden characters.
 */
export function toLoggableError(error: Thrown, causes = MAX_CAUSES): Error {
  const message = toLoggableLine(error.message, MAX_MESSAGE_LENGTH);
  const plain = new Error(message);
  plain.name = toLoggableLine(error.name, MAX_NAME_LENGTH);
  plain.stack = stackOf(error, `${plain.name}: ${message}`);
  if (isError(error.cause) && causes > 0) {
    plain.cause = toLoggableError(error.cause, causes - 1);
  }
  return plain;
}

/**
 * The stack frames after the message. Lines of the message may look like
 * frames.
 */
function stackOf({ stack, message }: Thrown, headline: string): string {
  const start = typeof stack === 'string' ? stack.indexOf(message) : -1;
  const frames =
    start < 0 ? -1 : stack!.indexOf(FIRST_FRAME, start + message.length);
  const trace = frames < 0 ? headline : `${headline}${stack!.slice(frames)}`;
  return toLoggableText(trace.slice(0, MAX_STACK_LENGTH));
}
