/** Unicode's replacement character, in place of each hidden one. */
const REPLACEMENT = '\uFFFD';

/**
 * Characters that a reader does not see, or that change what the reader sees:
 * controls, bidirectional controls (UAX #9), line and paragraph separators, tag
 * characters, and halves of surrogate pairs.
 */
const HIDDEN =
  /[\p{Cc}\p{Bidi_Control}\u2028\u2029\u{E0000}-\u{E007F}\p{Cs}]/gu;
const HIDDEN_IN_LINES = new RegExp(`(?![\\n\\t])${HIDDEN.source}`, 'gu');

const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/**
 * Text from outside in a form for logs: hidden characters are marked, and lines
 * are kept.
 */
export function toLoggableText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(HIDDEN_IN_LINES, REPLACEMENT);
}

/**
 * Like `toLoggableText`, on one line of at most `maxLength` UTF-16 code units.
 */
export function toLoggableLine(text: string, maxLength: number): string {
  return text
    .slice(0, maxLength)
    .replace(LINE_BREAKS, ' ')
    .replace(HIDDEN, REPLACEMENT);
}
