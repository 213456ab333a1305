import fc from 'fast-check';
import { toLoggableLine, toLoggableText } from './loggableText';

/** Code points that must not reach a reader, as ranges. */
const HIDDEN_RANGES = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0x61c, 0x61c],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
  [0xd800, 0xdfff],
  [0xe0000, 0xe007f],
];

function hiddenIn(text: string): string[] {
  return [...text].filter(char =>
    HIDDEN_RANGES.some(([from, to]) => {
      const code = char.codePointAt(0)!;
      return code >= from && code <= to;
    }),
  );
}

const hiddenChar = fc
  .constantFrom(...HIDDEN_RANGES)
  .chain(([from, to]) => fc.integer({ min: from, max: to }))
  .map(code => String.fromCodePoint(code));
const plainChar = fc.constantFrom('a', 'É', '漢', '🙂', ' ', '"', '\uFFFD');
const hostileText = fc
  .array(fc.oneof(hiddenChar, plainChar), { maxLength: 200 })
  .map(chars => chars.join(''));

const RUNS = { numRuns: 500, seed: 21 };

describe('toLoggableLine', () => {
  it.each([
    { text: 'cursor\nerror: gone', line: 'cursor error: gone' },
    { text: 'a\r\n\tb', line: 'a b' },
    { text: '\u001b[31mcursor', line: '\uFFFD[31mcursor' },
    { text: 'delete\u202Eyal', line: 'delete\uFFFDyal' },
    { text: 'hi\u{E0041}\u{E0042}', line: 'hi\uFFFD\uFFFD' },
    { text: 'half \ud83d', line: 'half \uFFFD' },
    { text: 'Søren 漢字 🙂', line: 'Søren 漢字 🙂' },
  ])('writes $text as $line', ({ text, line }) => {
    expect(toLoggableLine(text, 100)).toBe(line);
  });

  it('returns a visible line within the length, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, fc.nat({ max: 100 }), (text, maxLength) => {
        const line = toLoggableLine(text, maxLength);
        expect(hiddenIn(line)).toEqual([]);
        expect(line.length).toBeLessThanOrEqual(maxLength);
      }),
      RUNS,
    );
  });

  it('keeps text without hidden characters unchanged', () => {
    const plainText = fc.array(plainChar).map(chars => chars.join(''));
    fc.assert(
      fc.property(plainText, text => {
        expect(toLoggableLine(text, Infinity)).toBe(text);
      }),
      RUNS,
    );
  });
});

describe('toLoggableText', () => {
  it('keeps lines and indentation', () => {
    expect(toLoggableText('Steps:\r\n\t1. \u0007Go\rEnd')).toBe(
      'Steps:\n\t1. \uFFFDGo\nEnd',
    );
  });

  it('shows everything else, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, text => {
        expect(hiddenIn(toLoggableText(text).replace(/[\n\t]/g, ''))).toEqual(
          [],
        );
      }),
      RUNS,
    );
  });
});
