/** Whatever no shell looks at. */
const PLAIN = /^[\w@%+=:,./~-]+$/;

/** The text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
