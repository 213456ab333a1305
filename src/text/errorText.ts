import { cutText } from './cutText';
import { toVisibleText } from './plainText';

/**
 * Longest text of an error. Agents show whole errors to the model, and an action
 * may put anything into one.
 */
const MAX_LENGTH = 4_096;
const CUT = ' …';

/** What a client reads of an error: nothing hidden in it, and of bounded length. */
export function toErrorText(text: string): string {
  const visible = toVisibleText(text);
  return visible.length <= MAX_LENGTH
    ? visible
    : `${cutText(visible, MAX_LENGTH - CUT.length)}${CUT}`;
}
