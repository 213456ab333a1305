import { wellFormed } from './wellFormed';

interface Texts {
  name: string;
  message: string;
  stack?: string;
}

/**
 * Returns the error itself, or a plain one with the same texts in well-formed
 * Unicode. Reads no other properties, since they may be circular.
 */
export function wellFormedError<T extends Texts>(error: T): T {
  const { name, message, stack = '' } = error;
  const texts = { name, message, stack };
  const made = wellFormed(texts);
  return made === texts
    ? error
    : (Object.assign(new Error(made.message), {
        ...made,
        cause: (error as { cause?: unknown }).cause,
      }) as unknown as T);
}
