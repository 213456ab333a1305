import { cutText } from '../text/cutText';

const MARK = '…';

/** Returns the head of a longer text, with a mark at its end. */
export function cutHead(text: string, bound: number): string {
  return headPieces(text, bound).join('');
}

/** The same as pieces. Measuring pieces is cheaper than joining them. */
export function headPieces(text: string, bound: number): readonly string[] {
  return text.length > bound
    ? [cutText(text, bound - MARK.length), MARK]
    : [text];
}
