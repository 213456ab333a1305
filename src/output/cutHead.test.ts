import { cutHead } from './cutHead';

describe('cutHead', () => {
  it.each([
    { text: 'abcd', bound: 4, cut: 'abcd' },
    { text: 'abcde', bound: 4, cut: 'abc…' },
    { text: 'ab🙂🙂', bound: 4, cut: 'ab…' },
    { text: 'ab🙂🙂', bound: 5, cut: 'ab🙂…' },
  ])('cuts $text at $bound', ({ text, bound, cut }) => {
    expect(cutHead(text, bound)).toBe(cut);
  });
});
