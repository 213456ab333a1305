/**
 * The first `maxLength` characters of the text, without splitting a surrogate
 * pair.
 */
export function cutText(text: string, maxLength: number): string {
  return text
    .slice(0, maxLength)
    .replace(/[\uD800-\uDBFF]$/, half => (text.length > maxLength ? '' : half));
}
