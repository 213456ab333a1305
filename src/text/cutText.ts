/** At most so many characters of the text; never half of a surrogate pair. */
export function cutText(text: string, maxLength: number): string {
  return text
    .slice(0, maxLength)
    .replace(/[\uD800-\uDBFF]$/, half => (text.length > maxLength ? '' : half));
}
