import fc from 'fast-check';
import { Minimatch } from 'minimatch';
import { toGlobMatcher } from './toGlobMatcher';

describe('toGlobMatcher', () => {
  it.each<[glob: string, text: string, fits: boolean]>([
    ['plugin:*', 'plugin:read', true],
    ['plugin:*', 'plugin:read/all', true],
    ['plugin:*', 'plugin:', true],
    ['plugin:*', 'plugin:.hidden', true],
    ['plugin:*', 'plugin:a\nb', true],
    ['plugin:*', 'plugin:\u{1f600}', true],
    ['*', '.hidden:read', true],
    ['*', '', true],
    ['**', 'a/b', true],
    ['*:*', 'a:b/c:d', true],
    ['*/*', 'a:b/c', true],
    ['a?c', 'a/c', true],
    ['a?c', 'a\u{1f600}c', true],
    ['a?c', 'ac', false],
    ['a[/b]c', 'a/c', true],
    ['a[b-d]e', 'ace', true],
    ['a[!b-d]e', 'ace', false],
    ['a[^b-d]e', 'axe', true],
    ['a[b^]c', 'a^c', true],
    ['a[b', 'a[b', true],
    ['a[]b', 'a[]b', true],
    ['{a,b/c}:*', 'b/c:d', true],
    ['{a,b}:*', 'c:d', false],
    ['{a,{b,c}}', 'c', true],
    ['{a', '{a', true],
    ['!a', '!a', true],
    ['!a', 'b', false],
    ['#a', '#a', true],
    ['@(a|b)', 'a', false],
    ['@(a|b)', '@(a|b)', true],
    ['A', 'a', false],
    ['', '', true],
    ['', 'a', false],
    ['*a*b', 'xaxbxab', true],
    ['*ab', 'aab', true],
    ['*ab', 'aba', false],
  ])('matches the glob %j with %j: %s', (glob, text, fits) => {
    expect(toGlobMatcher(glob)(text)).toBe(fits);
  });

  it('matches every id that begins with plugin: with plugin:*, and no other', () => {
    const matches = toGlobMatcher('plugin:*');
    const name = fc.string({ unit: 'binary', maxLength: 50 });
    fc.assert(
      fc.property(name, id => {
        expect(matches(`plugin:${id}`)).toBe(true);
        expect(matches(id)).toBe(id.startsWith('plugin:'));
      }),
      { numRuns: 1_000 },
    );
  });

  it('agrees with minimatch on text that is not a path', () => {
    const part = fc.constantFrom(
      ...['*', '**', '?', '[ab]', '[!a]', '{a,b:}', '{,b}', 'a', 'b', ':', '-'],
    );
    const glob = fc.array(part, { minLength: 1, maxLength: 7 });
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', ':', '-', 'é'),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(glob, text, (parts, id) => {
        const pattern = parts.join('');
        const expected = new Minimatch(pattern, { dot: true }).match(id);
        expect({ pattern, id, fits: toGlobMatcher(pattern)(id) }).toEqual({
          pattern,
          id,
          fits: expected,
        });
      }),
      { numRuns: 500 },
    );
  });

  it.each(['*a*a*a*a*a*a*a*b', '{*a*a*b,**a**a**b}', '*[a]*?*a*a*[a]b'])(
    'matches %s in bounded time against a long hostile text',
    glob => {
      expect(toGlobMatcher(glob)('a'.repeat(10_000))).toBe(false);
    },
  );
});
