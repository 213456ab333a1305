/** Matches any run of characters. */
export const ANY_RUN = '*';

/** Matches one character, or any run of them. */
export type WildcardToken = ((char: string) => boolean) | typeof ANY_RUN;

/**
 * Whether the characters match the tokens. Takes at most as many steps as the
 * product of both lengths: it only ever extends the last run, since earlier
 * runs took their first match.
 */
export function fitsWildcards(
  tokens: readonly WildcardToken[],
  chars: ArrayLike<string>,
): boolean {
  let at = 0;
  let run: { token: number; end: number } | undefined;
  let position = 0;
  while (position < chars.length) {
    const token = tokens[at];
    if (token === ANY_RUN) {
      run = { token: at, end: position };
      at += 1;
    } else if (token?.(chars[position])) {
      at += 1;
      position += 1;
    } else if (run) {
      run.end += 1;
      position = run.end;
      at = run.token + 1;
    } else {
      return false;
    }
  }
  return tokens.slice(at).every(token => token === ANY_RUN);
}
