import { cutText } from './cutText';
import { toPlainText } from './plainText';

/**
 * Bounds the cost of a broken source. Real descriptions and instructions are
 * much shorter.
 */
export const MAX_MODEL_TEXT_LENGTH = 16_384;

/**
 * Claude Code cuts instructions at this length, and descriptions when its tool
 * search is off (2.1.332). No other known client cuts either.
 */
export const CLIENT_TEXT_LENGTH = 4_096;

/**
 * A description or instructions in a form for models: plain text, cut at the
 * end of a sentence when it is too long.
 */
export function toModelText(text: string): string {
  return cutAtSentence(toPlainText(text));
}

function cutAtSentence(text: string): string {
  if (text.length <= MAX_MODEL_TEXT_LENGTH) {
    return text;
  }
  const head = cutText(text, MAX_MODEL_TEXT_LENGTH - 1);
  const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('.\n')) + 1;
  // A text that is one long sentence is cut inside it.
  return end > MAX_MODEL_TEXT_LENGTH / 2 ? head.slice(0, end) : `${head}…`;
}
