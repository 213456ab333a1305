/**
 * Longest text of an error. Agents show whole errors to the model, and an action
 * may put anything into one.
 */
const MAX_LENGTH = 4_096;
const CUT = ' …';

/**
 * C0 and C1 controls but tab and line feed, bidirectional controls (UAX #9), and
 * tags (U+E0000 to U+E007F): a reader does not see them, a model obeys them.
 */
const UNSEEN =
  // eslint-disable-next-line no-control-regex -- to take them out
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu;

/** The text without characters that nobody sees, and of bounded length. */
export function plainText(text: string): string {
  const plain = text.replace(UNSEEN, '');
  if (plain.length <= MAX_LENGTH) {
    return plain;
  }
  const kept = plain.slice(0, MAX_LENGTH - CUT.length);
  // Not between the halves of a character.
  return `${kept.replace(/[\ud800-\udbff]$/, '')}${CUT}`;
}
