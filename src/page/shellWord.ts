/** Text without characters that are special to a shell. */
const PLAIN = /^[\w@%+=:,./~-]+$/;

/** Quotes the text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
