import { cutText } from '../text/cutText';
import { toNumberText } from './cutNote';

export interface CutMiddleOptions {
  /** Longest result, in UTF-16 code units. */
  readonly bound: number;
  /** Stands behind the numbers, in the same line. */
  readonly hint?: string;
}

export interface MiddleCut {
  /** The text, to be joined. */
  readonly pieces: readonly string[];
  /** The line between head and tail that says what is missing. */
  readonly gap: string;
}

/** Head and tail of a longer text, cut at lines, and a line between. */
export function cutMiddle(text: string, bound: number): string {
  return middlePieces(text, bound).join('');
}

/** The same in pieces, to be measured. */
export function middlePieces(text: string, bound: number): readonly string[] {
  return text.length > bound ? toMiddleCut(text, { bound }).pieces : [text];
}

/** The same for a text that is longer, with the line between by itself as well. */
export function toMiddleCut(
  text: string,
  { bound, hint = '' }: CutMiddleOptions,
): MiddleCut {
  // What is missing has no more digits than the whole.
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

/** The last code units of a text; never half of a surrogate pair. */
function tailOf(text: string, length: number): string {
  return text.slice(text.length - length).replace(/^[\uDC00-\uDFFF]/, '');
}

/** Without the line that is cut, unless that is most of the text. */
function toWholeLines(head: string): string {
  const end = head.lastIndexOf('\n');
  return end > head.length / 2 ? head.slice(0, end) : head;
}

function fromWholeLine(tail: string): string {
  const end = tail.indexOf('\n');
  return end >= 0 && end < tail.length / 2 ? tail.slice(end + 1) : tail;
}
