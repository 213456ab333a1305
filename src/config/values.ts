/**
 * Schemas for single values. Each also accepts its value as text, which is what
 * environment substitution produces.
 */
import bytes from 'bytes';
import { z } from 'zod';
import { describeMisfit } from './describeMisfit';

/** A value that `read` accepts. `read` returns undefined for others. */
export function value<T>(
  kind: string,
  read: (input: unknown) => T | undefined,
) {
  return z.unknown().transform((input, context) => {
    const result = read(input);
    if (result === undefined) {
      context.addIssue(describeMisfit(input, kind));
      return z.NEVER;
    }
    return result;
  });
}

/** Text that matches the pattern and is not empty. */
export function textLike(kind: string, fits: (input: string) => boolean) {
  return value(kind, input =>
    typeof input === 'string' && input !== '' && fits(input)
      ? input
      : undefined,
  );
}

export const text = textLike('text', () => true);

export const actionId = textLike(
  'an action id, such as catalog:get-catalog-entity',
  input => input.includes(':'),
);

export const httpUrl = textLike(
  'an http or https URL',
  input => /^https?:\/\//.test(input) && URL.canParse(input),
).transform(input => new URL(input));

/** Accepts the same words as `getOptionalBoolean` of `@backstage/config`. */
export const flag = value('true or false', input => {
  const word = typeof input === 'object' ? '' : String(input).trim();
  if (/^(y|yes|true|1|on)$/i.test(word)) {
    return true;
  }
  return /^(n|no|false|0|off)$/i.test(word) ? false : undefined;
});

export function oneOf<const T extends readonly string[]>(words: T) {
  return z.enum(words, {
    error: ({ input }) => describeMisfit(input, `one of ${words.join(', ')}`),
  });
}

export function wholeNumber({ min, max }: { min: number; max?: number }) {
  const range = max ? `from ${min} to ${max}` : `of ${min} or more`;
  return value(`a whole number ${range}`, input => {
    // Number reads blank text as 0.
    const isText = typeof input === 'string' && input.trim() !== '';
    const number = isText ? Number(input) : input;
    return isWhole(number) && number >= min && number <= (max ?? number)
      ? number
      : undefined;
  });
}

/** A size such as `1mb`, or a number of bytes. Returns bytes. */
export const sizeBytes = value(
  'a size, such as 1mb or a number of bytes',
  input => {
    const size = readSize(input);
    return size === 0 ? undefined : size;
  },
);

/** Returns bytes if the input is a size. */
export function readSize(input: unknown): number | undefined {
  // `bytes` ignores a unit that it does not know: it reads 10m as 10.
  const isText =
    typeof input === 'string' && /^\d+(\.\d+)? *([kmg]?b)?$/i.test(input);
  const size = isText ? bytes.parse(input) : input;
  return isWhole(size) && size >= 0 ? size : undefined;
}

function isWhole(input: unknown): input is number {
  return Number.isInteger(input);
}
