import fc from 'fast-check';
import { wellFormed } from './wellFormed';

const LONE_SURROGATE_ESCAPE = /\\ud[89a-f]/i;

/** JSON whose texts and keys are any UTF-16, including lone surrogates. */
const anyJson = fc.jsonValue({
  stringUnit: fc.oneof(
    fc.constantFrom('\ud83d', '\ude00', 'a', '\u{1F600}', '"', '\\'),
  ),
});

describe('wellFormed', () => {
  it.each([
    { says: 'a text', value: 'cut \ud83d here', answer: 'cut \ufffd here' },
    { says: 'a low surrogate', value: '\ude00', answer: '\ufffd' },
    {
      says: 'texts anywhere',
      value: { list: [{ text: 'a\ud800' }, 1, null] },
      answer: { list: [{ text: 'a\ufffd' }, 1, null] },
    },
    { says: 'a key', value: { 'k\udfff': 1 }, answer: { 'k\ufffd': 1 } },
  ])('replaces lone surrogates in $says', ({ value, answer }) => {
    expect(wellFormed(value)).toEqual(answer);
  });

  it('returns the same value when there is nothing to replace', () => {
    const value = { text: 'a \u{1F600}', list: [1, true, null, {}] };

    expect(wellFormed(value)).toBe(value);
  });

  it('handles values that nest deeper than the stack', () => {
    let value: unknown = 'bottom';
    for (let depth = 0; depth < 100_000; depth++) {
      value = [value];
    }

    expect(wellFormed(value)).toBe(value);
  });

  it('leaves no lone surrogate in any JSON, and keeps the rest', () => {
    fc.assert(
      fc.property(anyJson, value => {
        const isFormed = !LONE_SURROGATE_ESCAPE.test(JSON.stringify(value));
        const made = wellFormed(value);
        expect(JSON.stringify(made)).not.toMatch(LONE_SURROGATE_ESCAPE);
        expect(made === value).toBe(isFormed);
      }),
      { seed: 12, numRuns: 300 },
    );
  });
});
