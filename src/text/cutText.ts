/** At most so many characters of the text; never half of a surrogate pair. */
export function cutText(text: string, maxLength: number): string {
  const isWhole = text.length <= maxLength;
  const last = text.charCodeAt(maxLength - 1);
  const isHighHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, !isWhole && isHighHalf ? maxLength - 1 : maxLength);
}
