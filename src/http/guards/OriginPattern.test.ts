import fc from 'fast-check';
import { Minimatch } from 'minimatch';
import { OriginPattern } from './OriginPattern';

/** What the platform's CORS middleware takes the pattern for. */
function isPlatformMatch(pattern: string, origin: string): boolean {
  return new Minimatch(pattern, { nocase: true, noglobstar: true }).match(
    origin,
  );
}

const matches = (pattern: string, origin: string) =>
  OriginPattern.create(pattern).matches(origin);

describe('OriginPattern', () => {
  it.each([
    ['https://*.example.com', 'https://a.b.example.com', true],
    ['https://*.*.*.example.com', 'https://a.b.c.example.com', true],
    ['https://*.*.*.example.com', 'https://a.b.example.com', false],
    ['https://*.example.com', 'https://.example.com', false],
    ['http?(s)://localhost:*', 'https://localhost:3000', true],
    ['http?(s)://localhost:*', 'http://localhost:3000', true],
    ['@(http|https)://localhost', 'https://localhost', true],
    ['http{,s}://{a,b}.example', 'https://b.example', true],
    ['http{,s}://{a,b}.example', 'https://c.example', false],
    ['https://app-[0-9].example', 'https://app-7.example', true],
    ['https://app-[0-9].example', 'https://app-x.example', false],
    ['https://app-?.example', 'HTTPS://APP-X.EXAMPLE', true],
    ['*://*', 'chrome-extension://abc', true],
    ['*://*', 'null', false],
    ['*', 'https://a.example', false],
    ['http://[::1]:*', 'http://[::1]:3000', true],
    ['!https://evil.example', 'https://other.example', false],
  ])('%s matches %s: %p', (pattern, origin, isMatch) => {
    expect(matches(pattern, origin)).toBe(isMatch);
  });

  it('agrees with the platform', () => {
    const part = (extra: string[]) =>
      fc
        .array(fc.constantFrom('a', 'b', 'A', '.', '-', ...extra), {
          maxLength: 7,
        })
        .map(units => units.join(''));
    const pattern = fc
      .tuple(part(['*', '?', '{a,b}', '[ab]']), part(['*', '?', '{a,*}']))
      .map(([scheme, host]) => `x${scheme}://x${host}`);
    const origin = fc
      .tuple(part([]), part([]))
      .map(([scheme, host]) => `x${scheme}://x${host}`);
    fc.assert(
      fc.property(pattern, origin, (glob, text) => {
        expect(matches(glob, text)).toBe(isPlatformMatch(glob, text));
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  // A regular expression of this pattern takes longer than anyone waits.
  it('matches many stars in steps that do not multiply', () => {
    const pattern = `https://${'*a'.repeat(60)}.example`;
    expect(matches(pattern, `https://${'a'.repeat(280)}`)).toBe(false);
    expect(matches(pattern, `https://${'a'.repeat(280)}.example`)).toBe(true);
  });
});
