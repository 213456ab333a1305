import { cutText } from './cutText';
import { toVisibleText } from './plainText';

/**
 * The maximum length of an error text. Agents show whole errors to the model,
 * and an action may put anything into one.
 */
const MAX_LENGTH = 4_096;
const CUT = ' …';

/**
 * The error text for clients: without hidden characters, and of bounded length.
 */
export function toErrorText(text: string): string {
  const visible = toVisibleText(text);
  return visible.length <= MAX_LENGTH
    ? visible
    : `${cutText(visible, MAX_LENGTH - CUT.length)}${CUT}`;
}
