import { contentSecurityPolicy } from './contentSecurityPolicy';

const FILES = {
  script: { text: '', hash: `'sha256-script'` },
  style: { text: '', hash: `'sha256-style'` },
};

describe('contentSecurityPolicy', () => {
  it("allows the page's own script, and requests to the given URLs", () => {
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

  it('forbids all requests on a page without sign-in', () => {
    expect(contentSecurityPolicy({ ...FILES, connect: [] })).toContain(
      `connect-src 'none'`,
    );
  });
});
