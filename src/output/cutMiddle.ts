import { cutText } from '../text/cutText';
import { toNumberText } from './cutNote';

export interface CutMiddleOptions {
  /** The maximum length of the result, in UTF-16 code units. */
  readonly bound: number;
  /** Follows the numbers, in the same line. */
  readonly hint?: string;
}

export interface MiddleCut {
  /** The parts of the text, to be joined. */
  readonly pieces: readonly string[];
  /** The line between head and tail that says what is missing. */
  readonly gap: string;
}

/**
 * Returns the head and tail of a longer text, cut at line ends, with a line
 * between.
 */
export function cutMiddle(text: string, bound: number): string {
  return middlePieces(text, bound).join('');
}

/** The same as pieces. Measuring pieces is cheaper than joining them. */
export function middlePieces(text: string, bound: number): readonly string[] {
  return text.length > bound ? toMiddleCut(text, { bound }).pieces : [text];
}

/**
 * Cuts a text that is too long. Also returns the line between head and tail.
 */
export function toMiddleCut(
  text: string,
  { bound, hint = '' }: CutMiddleOptions,
): MiddleCut {
  // The number of missing characters has at most as many digits as the total.
  const longestGap = toGap(text.length, text.length, hint);
  const half = Math.max(0, Math.floor((bound - longestGap.length - 2) / 2));
  const head = toWholeLines(cutText(text, half));
  const tail = fromWholeLine(tailOf(text, half));
  const missing = text.length - head.length - tail.length;
  const gap = toGap(missing, text.length, hint);
  return { pieces: [head, `\n${gap}\n`, tail], gap };
}

function toGap(missing: number, total: number, hint: string): string {
  const numbers = `${toNumberText(missing)} of ${toNumberText(total)}`;
  const words = [`${numbers} characters are left out here`, hint];
  return `[… ${words.filter(word => word).join('. ')}]`;
}

/** Returns the last code units of a text. Never splits a surrogate pair. */
function tailOf(text: string, length: number): string {
  return text.slice(text.length - length).replace(/^[\uDC00-\uDFFF]/, '');
}

/** Drops the line that is cut, unless it is most of the text. */
function toWholeLines(head: string): string {
  const end = head.lastIndexOf('\n');
  return end > head.length / 2 ? head.slice(0, end) : head;
}

function fromWholeLine(tail: string): string {
  const end = tail.indexOf('\n');
  return end >= 0 && end < tail.length / 2 ? tail.slice(end + 1) : tail;
}
