import fc from 'fast-check';
import { jsonSizeOfScalar, jsonSizeOfText } from './jsonSize';

const RUNS = { seed: 12, numRuns: 500 };

/**
 * Escapes, surrogate pairs, lone surrogates, and characters of each length in
 * UTF-8.
 */
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', '\\', '\n', '\t', '\u0000', '\u000b', '\u001f'),
    fc.constantFrom('\u007f', '\ud83d', '\ude00', '\u2028'),
    fc.constantFrom('a', 'é', '漢', '🙂', ' ', '~'),
  ),
  maxLength: 30,
});

describe('jsonSizeOfText', () => {
  it.each([
    { text: '', size: 2 },
    { text: 'web', size: 5 },
    { text: 'a"b', size: 6 },
    { text: 'a\nb', size: 6 },
    { text: '\u0007', size: 8 },
    { text: 'é漢🙂', size: 11 },
    { text: '\ud83d', size: 8 },
  ])('counts $size bytes for $text', ({ text, size }) => {
    expect(jsonSizeOfText(text)).toBe(size);
  });

  it('matches the size as JSON for any text', () => {
    fc.assert(
      fc.property(anyText, text => {
        const json = JSON.stringify(text);
        expect(jsonSizeOfText(text)).toBe(Buffer.byteLength(json));
      }),
      RUNS,
    );
  });
});

describe('jsonSizeOfScalar', () => {
  it.each([
    ...[0, -0, 7, 10, -3, 1.5, 1e21, 5e-324, 2 ** 53],
    ...[NaN, Infinity, -Infinity, true, false, null],
  ])('matches the size as JSON for %p', value => {
    expect(jsonSizeOfScalar(value)).toBe(JSON.stringify(value).length);
  });
});
