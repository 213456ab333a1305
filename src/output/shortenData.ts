import type { JsonValue } from '@backstage/types';
import { CUT_KEY, withNoteInside } from './withNoteInside';
import { headPieces } from './cutHead';
import { MAX_NOTE_SIZE, toCutNote } from './cutNote';
import { cutTextsIn } from './cutTextsIn';
import { jsonSizeOfText } from './jsonSize';
import { ListCutter } from './ListCutter';
import { longTextsIn } from './longTextsIn';
import { JsonSizes } from './JsonSizes';
import type { Candidate, Shortened, ShortenOptions } from './Shortened';
import {
  largestTextBound,
  leastSizeOfText,
  MIN_TEXT_BOUND,
} from './textBounds';

/** The note, its key, colon and comma. */
const NOTE_SIZE = MAX_NOTE_SIZE + jsonSizeOfText(CUT_KEY) + 2;

/**
 * Shortens data of any shape: long texts at a common bound, then lists to
 * prefixes.
 */
export function shortenData(
  output: JsonValue,
  { maxBytes, hints }: ShortenOptions,
): Shortened | undefined {
  const bytes = maxBytes - NOTE_SIZE;
  const sizes = JsonSizes.create(text => leastSizeOfText(text, headPieces));
  const textBound = textBoundOf(output, sizes, bytes);
  const cutLists =
    textBound === undefined
      ? ListCutter.create(sizes).cut(output, bytes)
      : { value: output, cuts: [] };
  if (!cutLists) {
    return undefined;
  }
  const bound = textBound ?? MIN_TEXT_BOUND;
  const cut = cutTextsIn(cutLists.value, bound);
  const note = toCutNote({
    lists: cutLists.cuts,
    textBound: cut === cutLists.value ? undefined : bound,
    hints: [hints.narrowing, cutLists.cuts.length > 0 ? hints.paging : ''],
  });
  const inside = withNoteInside(cut, note);
  const candidates: Candidate[] = [{ output: cut, notePlace: 'beside' }];
  if (inside !== undefined) {
    candidates.unshift({ output: inside, notePlace: 'inside' });
  }
  return { note, candidates };
}

/** Returns the bound if cutting texts is enough. */
function textBoundOf(
  output: JsonValue,
  sizes: JsonSizes,
  bytes: number,
): number | undefined {
  const least = sizes.sizeOf(output, { limit: bytes });
  if (least > bytes) {
    return undefined;
  }
  const texts = longTextsIn(output);
  const leastOfTexts = texts.reduce(
    (sum, text) => sum + leastSizeOfText(text, headPieces),
    0,
  );
  return largestTextBound(texts, {
    bytes: bytes - (least - leastOfTexts),
    cut: headPieces,
  });
}
