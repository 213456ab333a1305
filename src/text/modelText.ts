import { cutText } from './cutText';
import { toPlainText } from './plainText';

/** Bounds what a runaway source costs; no description or instruction is nearly as long. */
export const MAX_MODEL_TEXT_LENGTH = 16_384;

/**
 * Claude Code cuts instructions there, and descriptions when its tool search is
 * off (2.1.332); no other known client cuts either.
 */
export const CLIENT_TEXT_LENGTH = 4_096;

/** What a model reads of a description or of instructions: plain, and bounded at a sentence. */
export function toModelText(text: string): string {
  return cutAtSentence(toPlainText(text));
}

function cutAtSentence(text: string): string {
  if (text.length <= MAX_MODEL_TEXT_LENGTH) {
    return text;
  }
  const head = cutText(text, MAX_MODEL_TEXT_LENGTH - 1);
  const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('.\n')) + 1;
  // A text of one endless sentence is cut where it has to be.
  return end > MAX_MODEL_TEXT_LENGTH / 2 ? head.slice(0, end) : `${head}…`;
}
