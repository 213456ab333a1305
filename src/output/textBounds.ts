import { jsonSizeOfText, QUOTES_SIZE } from './jsonSize';

/**
 * The minimum length of a cut text, in UTF-16 code units: a paragraph. Names,
 * references, links and ids are shorter.
 */
export const MIN_TEXT_BOUND = 500;

/**
 * The text with at most `bound` UTF-16 code units, in pieces. Measuring pieces
 * is cheaper than joining them.
 */
export type CutText = (text: string, bound: number) => readonly string[];

/** Bytes of a text as JSON once it is cut as short as possible. */
export const leastSizeOfText = (text: string, cut: CutText): number =>
  sizeOfPieces(cut(text, MIN_TEXT_BOUND));

function sizeOfPieces(pieces: readonly string[]): number {
  return pieces.reduce(
    (size, piece) => size + jsonSizeOfText(piece) - QUOTES_SIZE,
    QUOTES_SIZE,
  );
}

/** Whether the text may be cut. */
export function isLong(text: string): boolean {
  return text.length > MIN_TEXT_BOUND;
}

export interface TextRoom {
  /** Bytes that all texts together may take as JSON. */
  readonly bytes: number;
  readonly cut: CutText;
}

/**
 * Returns the largest common bound at which the texts fit, or undefined if they
 * do not fit at the smallest one. Each step reads no more text than there is
 * room for.
 */
export function largestTextBound(
  texts: readonly string[],
  { bytes, cut }: TextRoom,
): number | undefined {
  const fits = (bound: number) => {
    let left = bytes;
    return texts.every(text => {
      left -= sizeOfPieces(cut(text, bound));
      return left >= 0;
    });
  };
  if (!fits(MIN_TEXT_BOUND)) {
    return undefined;
  }
  const longest = texts.reduce((max, { length }) => Math.max(max, length), 0);
  let fitting = MIN_TEXT_BOUND;
  // Each code unit takes at least one byte.
  let tooLong = Math.max(fitting, Math.min(longest, bytes)) + 1;
  while (tooLong - fitting > 1) {
    const middle = Math.floor((fitting + tooLong) / 2);
    if (fits(middle)) {
      fitting = middle;
    } else {
      tooLong = middle;
    }
  }
  return fitting;
}
