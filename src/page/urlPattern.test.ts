import { fitsUrlPattern } from './urlPattern';

const URL = 'https://portal.acme.example/api/mcp-actions/v1';

describe('fitsUrlPattern', () => {
  it.each([
    { pattern: '*', url: URL, fits: true },
    { pattern: URL, url: URL, fits: true },
    { pattern: `${URL}/`, url: URL, fits: false },
    { pattern: `${URL}/*`, url: URL, fits: false },
    { pattern: `${URL}/*`, url: `${URL}/docs/readonly`, fits: true },
    { pattern: 'https://*.acme.example/*', url: URL, fits: true },
    { pattern: 'https://acme.example/*', url: URL, fits: false },
    { pattern: 'http://portal.acme.example/*', url: URL, fits: false },
    { pattern: 'https://portal.acme.example:8443/*', url: URL, fits: false },
    {
      pattern: 'http://localhost:*/*',
      url: 'http://localhost:7007/v1',
      fits: true,
    },
    {
      pattern: 'http://localhost/*',
      url: 'http://localhost:7007/v1',
      fits: false,
    },
    {
      pattern: 'http://127.0.0.1:*/*',
      url: 'http://localhost:7007/v1',
      fits: false,
    },
    { pattern: 'portal.acme.example', url: URL, fits: false },
    { pattern: 'https://', url: URL, fits: false },
  ])('$pattern and $url: $fits', ({ pattern, url, fits }) => {
    expect(fitsUrlPattern(url, pattern)).toBe(fits);
  });
});
