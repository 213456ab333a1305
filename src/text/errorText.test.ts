import fc from 'fast-check';
import { toErrorText } from './errorText';

describe('toErrorText', () => {
  it.each([
    ['an escape sequence', 'a\u001b[2Jb', 'a[2Jb'],
    ['a NUL', 'a\u0000b', 'a\u0062'],
    ['a C1 control', 'a\u009bb', 'ab'],
    ['a carriage return', 'a\r\nb', 'a\nb'],
    ['a bidirectional override', 'a\u202eb', 'ab'],
    ['a bidirectional isolate', 'a\u2066b', 'ab'],
    ['text in tags', 'a\u{e0041}\u{e0042}b', 'ab'],
  ])('takes out %s', (_, text, plain) => {
    expect(toErrorText(text)).toBe(plain);
  });

  it.each(['two\nlines', 'a\ttab', '日本語', 'שלום', '👩‍🚀', 'naïve'])(
    'leaves %p',
    text => {
      expect(toErrorText(text)).toBe(text);
    },
  );

  it('cuts a long text, but no character', () => {
    const text = toErrorText(`a${'👍'.repeat(3_000)}`);
    expect(text.length).toBeLessThanOrEqual(4_096);
    expect(text).toMatch(/^a(👍)+ …$/u);
  });

  it('leaves nothing that is unseen or too long, whatever it gets', () => {
    const noise = fc.string({ unit: 'binary', maxLength: 6_000, size: 'max' });
    fc.assert(
      fc.property(noise, text => {
        const plain = toErrorText(text);
        expect(plain.length).toBeLessThanOrEqual(4_096);
        // Cc but tab and line feed.
        expect(plain.replace(/[\t\n]/g, '')).not.toMatch(/\p{Cc}/u);
      }),
      { seed: 12, numRuns: 50 },
    );
  });
});
