import { shellWord } from './shellWord';

describe('shellWord', () => {
  it.each([
    [
      'https://acme.example/api/mcp-actions/v1',
      'https://acme.example/api/mcp-actions/v1',
    ],
    ['http://[::1]:7007/v1', `'http://[::1]:7007/v1'`],
    ['https://acme.example/$(id)/v1', `'https://acme.example/$(id)/v1'`],
    [`https://acme.example/it's`, `'https://acme.example/it'\\''s'`],
    ['a&b', `'a&b'`],
    ['', `''`],
  ])('writes %s as %s', (text, word) => {
    expect(shellWord(text)).toBe(word);
  });
});
