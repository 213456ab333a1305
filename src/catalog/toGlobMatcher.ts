import { braceExpand } from 'minimatch';
import {
  ANY_RUN,
  fitsWildcards,
  type WildcardToken,
} from '../text/fitsWildcards';

/** Whether a text matches the glob. */
export type GlobMatcher = (text: string) => boolean;

/** In this order: a class such as `[a-z]` or `[!a-z]`, stars, any character. */
const TOKEN = /\[(?<not>[!^]?)(?<set>[^\][]+)\]|\*+|./gsu;

/**
 * Compiles a glob for text that is not a path. `*` matches any characters,
 * including slashes and leading dots. `?` matches one character, `[abc]` one of
 * these, and `{a,b}` one of these texts. Anything else, such as `!`, `#` and
 * parentheses, matches itself.
 *
 * @remarks Takes at most as many steps as the product of both lengths, for any
 * text. A regular expression with several stars would take polynomial time in
 * their number.
 */
export function toGlobMatcher(glob: string): GlobMatcher {
  const alternatives = braceExpand(glob).map(toTokens);
  return text => {
    const chars = Array.from(text);
    return alternatives.some(tokens => fitsWildcards(tokens, chars));
  };
}

function toTokens(glob: string): WildcardToken[] {
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
