import { toMiddleCut } from './cutMiddle';
import type { Shortened, ShortenOptions } from './Shortened';
import { largestTextBound } from './textBounds';

/** Shortens a text to head and tail, with the note in a line between. */
export function shortenText(
  text: string,
  { maxBytes, hints }: ShortenOptions,
): Shortened | undefined {
  const middleOf = (bound: number) =>
    toMiddleCut(text, { bound, hint: hints.narrowing });
  const bound = largestTextBound([text], {
    bytes: maxBytes,
    cut: (whole, length) =>
      whole.length > length ? middleOf(length).pieces : [whole],
  });
  if (bound === undefined) {
    return undefined;
  }
  const { pieces, gap: note } = middleOf(bound);
  return {
    note,
    candidates: [{ output: pieces.join(''), notePlace: 'inside' }],
  };
}
