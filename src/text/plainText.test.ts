import fc from 'fast-check';
import { toPlainLine, toPlainText } from './plainText';

/** Controls, bidirectional controls and tags, as literal ranges. */
const HIDDEN =
  // eslint-disable-next-line no-control-regex -- what must not be there
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\udb40[\udc00-\udc7f]/;

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\n', ' ', '\t', '\r', '\ud83d', '\udb40', '\udc41'),
    fc.constantFrom('\u202e', '\u200f', '\u{E0041}', '\u001b', '\u0085'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('a', 'é', '日', '\u{1F600}'),
  ),
  maxLength: 60,
});

describe('toPlainText', () => {
  it.each([
    { says: 'nothing', text: '', plain: '' },
    { says: 'only space', text: ' \n\t ', plain: '' },
    { says: 'surrounding space', text: '\n  Greets.\n ', plain: 'Greets.' },
    {
      says: 'the indentation of a template literal',
      text: 'Queries.\n      Kinds:\n        - API\n\n      End.\n    ',
      plain: 'Queries.\nKinds:\n  - API\n\nEnd.',
    },
    {
      says: 'a template literal that begins with a line break',
      text: '\n    Queries.\n      - API\n    ',
      plain: 'Queries.\n  - API',
    },
    { says: 'tabs', text: 'a\n\tb\n\t\tc', plain: 'a\nb\n\tc' },
    { says: 'no indentation', text: 'a\nb\n  c', plain: 'a\nb\n  c' },
    { says: 'line breaks of Windows', text: 'a\r\n\r\nb', plain: 'a\n\nb' },
    { says: 'escape sequences', text: '\u001b[31mred\u0007', plain: '[31mred' },
    { says: 'text that runs backwards', text: 'a\u202eb\u2066c', plain: 'abc' },
    {
      says: 'invisible text in Unicode tags',
      text: 'Greets\u{E0001}\u{E0049}\u{E007F}',
      plain: 'Greets',
    },
    { says: 'half a surrogate pair', text: 'cut \ud83d', plain: 'cut \ufffd' },
    { says: 'emoji and marks', text: '👩‍🚀 é ✅', plain: '👩‍🚀 é ✅' },
  ])('cleans $says', ({ text, plain }) => {
    expect(toPlainText(text)).toBe(plain);
  });

  it('removes everything hidden', () => {
    fc.assert(
      fc.property(anyText, text => {
        const plain = toPlainText(text);
        expect(plain).not.toMatch(HIDDEN);
        expect(JSON.stringify(plain)).not.toMatch(/\\ud/);
        expect(plain).toBe(plain.trim());
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});

describe('toPlainLine', () => {
  it.each([
    { text: '  Get\n\tentity ', line: 'Get entity' },
    { text: 'Get\u2028entity\u0000', line: 'Get entity' },
    { text: '\u202e\u{E0041} ', line: '' },
  ])('makes one line of $text', ({ text, line }) => {
    expect(toPlainLine(text)).toBe(line);
  });

  it('makes one visible line of any text', () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(toPlainLine(text)).not.toMatch(HIDDEN);
        expect(toPlainLine(text)).not.toMatch(/\s\s|[\n\t]|^\s|\s$/);
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});
