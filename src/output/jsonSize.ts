/// <reference lib="es2024.string" />

/** Anything but ASCII that JSON writes as it is (RFC 8259 §7). */
const NOT_PLAIN = /[^ !#-[\]-~]/;
const ESCAPED = /["\\\b\t\n\f\r]|[^ -\uFFFF]/g;
const SHORT_ESCAPED = /["\\\b\t\n\f\r]/;

const QUOTES = 2;
/** `\n` has one byte more than a line feed, `\u0007` five more than a bell. */
const SHORT_ESCAPE = 1;
const LONG_ESCAPE = 5;

/** Bytes of the text as JSON in UTF-8, without writing that JSON. */
export function jsonSizeOfText(text: string): number {
  if (!NOT_PLAIN.test(text)) {
    return text.length + QUOTES;
  }
  return text.isWellFormed()
    ? Buffer.byteLength(text) + QUOTES + escapesIn(text)
    : Buffer.byteLength(JSON.stringify(text));
}

/** Bytes that backslashes add. */
function escapesIn(text: string): number {
  let bytes = 0;
  ESCAPED.lastIndex = 0;
  while (ESCAPED.test(text)) {
    const char = text[ESCAPED.lastIndex - 1];
    bytes += SHORT_ESCAPED.test(char) ? SHORT_ESCAPE : LONG_ESCAPE;
  }
  return bytes;
}

/** Bytes of a number, a boolean or null as JSON. */
export function jsonSizeOfScalar(value: number | boolean | null): number {
  if (typeof value !== 'number') {
    return `${value}`.length;
  }
  // The longest list that fits into a body is one of digits.
  if (Number.isInteger(value) && value >= 0 && value < 10) {
    return 1;
  }
  return Number.isFinite(value) ? `${value}`.length : 'null'.length;
}
