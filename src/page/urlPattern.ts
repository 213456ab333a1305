import {
  ANY_RUN,
  fitsWildcards,
  type WildcardToken,
} from '../text/fitsWildcards';

const ANY_PORT = /:\*(?=\/|$)/;

/**
 * Whether the auth backend considers the URL to match the pattern: `*` in host
 * and path, and for the port. A pattern that it would refuse matches nothing.
 */
export function fitsUrlPattern(value: string, pattern: string): boolean {
  if (pattern === '*') {
    return true;
  }
  const plain = pattern.replace(ANY_PORT, ':1');
  if (!URL.canParse(plain)) {
    return false;
  }
  const [url, wanted] = [new URL(value), new URL(plain)];
  return (
    url.protocol === wanted.protocol &&
    fits(url.hostname, wanted.hostname || '*') &&
    (plain !== pattern || url.port === wanted.port) &&
    fits(url.pathname, wanted.pathname || '*')
  );
}

function fits(text: string, pattern: string): boolean {
  const tokens = [...pattern].map((char): WildcardToken => {
    const wanted = char.toLowerCase();
    return char === '*' ? ANY_RUN : other => other.toLowerCase() === wanted;
  });
  return fitsWildcards(tokens, text);
}
