import { cutText } from '../text/cutText';

const MARK = '…';

/** The head of a longer text, with a mark where it ends. */
export function cutHead(text: string, bound: number): string {
  return headPieces(text, bound).join('');
}

/** The same in pieces, to be measured. */
export function headPieces(text: string, bound: number): readonly string[] {
  return text.length > bound
    ? [cutText(text, bound - MARK.length), MARK]
    : [text];
}
