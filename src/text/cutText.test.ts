import fc from 'fast-check';
import { cutText } from './cutText';

describe('cutText', () => {
  it.each([
    { text: 'abc', maxLength: 3, cut: 'abc' },
    { text: 'abcd', maxLength: 3, cut: 'abc' },
    { text: 'ab\u{1F600}', maxLength: 3, cut: 'ab' },
    { text: 'a\u{1F600}', maxLength: 3, cut: 'a\u{1F600}' },
  ])('cuts $text at $maxLength', ({ text, maxLength, cut }) => {
    expect(cutText(text, maxLength)).toBe(cut);
  });

  it('never splits a surrogate pair of well-formed text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\u{1F600}') }),
        fc.nat(20),
        (text, maxLength) => {
          const cut = cutText(text, maxLength);
          expect(JSON.stringify(cut)).not.toMatch(/\\ud/);
          expect(text.startsWith(cut)).toBe(true);
          expect(cut.length).toBeLessThanOrEqual(maxLength);
        },
      ),
      { seed: 12, numRuns: 300 },
    );
  });
});
