import { toModelText } from './modelText';

const SENTENCE = `${'a'.repeat(98)}. `;

describe('toModelText', () => {
  it('keeps the whole text, without its indentation', () => {
    const text = SENTENCE.repeat(100).trim();

    expect(toModelText(`\n    Start.\n    ${text}\n`)).toBe(`Start.\n${text}`);
  });
});
