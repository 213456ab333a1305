import { braceExpand } from 'minimatch';

/** Says whether a text fits the glob. */
export type GlobMatcher = (text: string) => boolean;

/** One character that fits, or any run of characters. */
type Token = ((char: string) => boolean) | typeof ANY_RUN;

const ANY_RUN = '*';
/** In this order: a class such as `[a-z]` or `[!a-z]`, stars, any character. */
const TOKEN = /\[(?<not>[!^]?)(?<set>[^\][]+)\]|\*+|./gsu;

/**
 * A glob on text that is not a path: `*` is any run of characters, slashes and
 * leading dots included, `?` is one character, `[abc]` one of these, `{a,b}` one of
 * these texts. Anything else, such as `!`, `#` and parentheses, is itself.
 *
 * @remarks Takes at most as many steps as the product of both lengths, whatever the
 * text. A regular expression of several stars would be polynomial of their number.
 */
export function toGlobMatcher(glob: string): GlobMatcher {
  const alternatives = braceExpand(glob).map(toTokens);
  return text => {
    const chars = Array.from(text);
    return alternatives.some(tokens => fits(tokens, chars));
  };
}

function toTokens(glob: string): Token[] {
  return [...glob.matchAll(TOKEN)].map(({ 0: token, groups }) => {
    if (groups?.set) {
      const negation = groups.not ? '^' : '';
      const set = groups.set.replace(/[\\^]/g, '\\$&');
      const pattern = new RegExp(`^[${negation}${set}]$`, 'su');
      return char => pattern.test(char);
    }
    if (token.startsWith('*')) {
      return ANY_RUN;
    }
    return char => token === '?' || token === char;
  });
}

/** Only the last run can have been too short: those before it took the first fit. */
function fits(tokens: readonly Token[], chars: readonly string[]): boolean {
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
