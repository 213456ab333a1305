import fc from 'fast-check';
import { cutMiddle } from './cutMiddle';

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => `line ${index}`).join('\n');

describe('cutMiddle', () => {
  it('keeps a text that is no longer than the bound', () => {
    expect(cutMiddle('a'.repeat(500), 500)).toBe('a'.repeat(500));
  });

  it('keeps whole lines of head and tail, and says what is missing', () => {
    const cut = cutMiddle(lines(1_000), 150);

    expect(cut).toBe(
      [
        ...[
          'line 0',
          'line 1',
          'line 2',
          'line 3',
          'line 4',
          'line 5',
          'line 6',
        ],
        '[… 8,797 of 8,889 characters are left out here]',
        ...['line 995', 'line 996', 'line 997', 'line 998', 'line 999'],
      ].join('\n'),
    );
  });

  it('cuts inside a line that is most of the text', () => {
    const cut = cutMiddle('a'.repeat(5_000), 500);

    expect(cut).toMatch(/^a{200,}\n\[… .* left out here\]\na{200,}$/);
  });

  it.each([300, 301, 302, 303])('splits no surrogate pair at %i', bound => {
    expect(cutMiddle('🙂'.repeat(600), bound)).toMatch(
      /^(🙂)+\n\[… .*\]\n(🙂)+$/u,
    );
  });

  it('keeps head and tail within the bound, without splitting a pair', () => {
    const unit = fc.constantFrom('a', '\n', '🙂', 'word ');
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: 500, maxLength: 900 }),
        fc.integer({ min: 200, max: 480 }),
        (units, bound) => {
          const text = units.join('');
          const cut = cutMiddle(text, bound);
          const [head, tail] = cut.split(/\n\[… .* characters .*\]\n/);
          expect(text.startsWith(head)).toBe(true);
          expect(text.endsWith(tail)).toBe(true);
          expect(cut.isWellFormed()).toBe(true);
          expect(cut.length).toBeLessThanOrEqual(bound);
        },
      ),
      { seed: 12, numRuns: 300 },
    );
  });
});
