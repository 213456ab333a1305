import { createHash } from 'node:crypto';
import { contentSecurityPolicy } from './contentSecurityPolicy';
import { readPageFiles } from './pageFiles';

const FILES = {
  script: { text: '', hash: `'sha256-script'` },
  style: { text: '', hash: `'sha256-style'` },
};

describe('contentSecurityPolicy', () => {
  it('lets run what is in the page, and ask whom it may', () => {
    const connect = ['https://a.example/v1', 'https://a.example/x;y,z'];

    expect(contentSecurityPolicy({ ...FILES, connect })).toBe(
      [
        `default-src 'none'`,
        `script-src 'sha256-script'`,
        `style-src 'sha256-style'`,
        `connect-src https://a.example/v1 https://a.example/x%3By%2Cz`,
        `img-src data:`,
        `base-uri 'none'`,
        `form-action 'none'`,
        `frame-ancestors 'none'`,
        `require-trusted-types-for 'script'`,
        `trusted-types 'none'`,
      ].join('; '),
    );
  });

  it('lets a page that signs nobody in ask nobody', () => {
    expect(contentSecurityPolicy({ ...FILES, connect: [] })).toContain(
      `connect-src 'none'`,
    );
  });
});

describe('readPageFiles', () => {
  it('makes one script of the modules, and knows the hash of each file', () => {
    const { script, style } = readPageFiles();

    expect(script.text).not.toMatch(/^(import|export) /m);
    expect(script.text).toContain('function createSession');
    [script, style].forEach(({ text, hash }) => {
      const digest = createHash('sha256').update(text).digest('base64');
      expect(hash).toBe(`'sha256-${digest}'`);
    });
  });
});
