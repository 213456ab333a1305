import { pageClient, type PageClientOptions } from './pageClient';

const BASE = 'https://portal.acme.example/api/mcp-actions';
const PAGE = `${BASE}/v1`;
const DOCUMENT = `${BASE}/v1/page-client.json`;

function clientWith(options: Partial<PageClientOptions>) {
  return pageClient({
    pageUrl: PAGE,
    baseUrl: BASE,
    ways: ['client-id-metadata-document', 'static-client'],
    authClients: {
      documentPatterns: [DOCUMENT],
      redirectPatterns: [PAGE],
      publicClients: [],
    },
    isDevelopment: false,
    ...options,
  });
}

describe('pageClient', () => {
  it('is the document of the page', () => {
    expect(clientWith({})).toBe(DOCUMENT);
  });

  it.each<[string, Partial<PageClientOptions>]>([
    ['the auth backend accepts no documents', { ways: ['static-client'] }],
    [
      'another identity provider signs users in',
      { ways: ['authorization-server'] },
    ],
    ['the auth backend does not report its ways', { ways: [] }],
    [
      'no pattern matches the document',
      {
        authClients: {
          documentPatterns: ['https://claude.ai/*'],
          redirectPatterns: ['*'],
          publicClients: [],
        },
      },
    ],
    [
      'no pattern matches the page',
      {
        authClients: {
          documentPatterns: ['*'],
          redirectPatterns: ['http://localhost:*/*'],
          publicClients: [],
        },
      },
    ],
    [
      'a static client names another page',
      {
        authClients: {
          documentPatterns: [],
          redirectPatterns: [],
          publicClients: [{ clientId: 'x', redirectUris: [`${PAGE}/`] }],
        },
      },
    ],
  ])('is absent when %s', (_case, options) => {
    expect(clientWith(options)).toBeUndefined();
  });

  const named = {
    documentPatterns: [DOCUMENT],
    redirectPatterns: [PAGE],
    publicClients: [{ clientId: 'mcp-page', redirectUris: [PAGE] }],
  };

  it('is the static client that names the page', () => {
    expect(clientWith({ authClients: named })).toBe('mcp-page');
  });

  it('is the document when the auth backend does not support static clients', () => {
    expect(
      clientWith({ authClients: named, ways: ['client-id-metadata-document'] }),
    ).toBe(DOCUMENT);
  });

  it.each([
    { host: 'http://localhost:7007', isDevelopment: true, works: true },
    { host: 'http://localhost:7007', isDevelopment: false, works: false },
    { host: 'http://portal.acme.example', isDevelopment: true, works: false },
    { host: 'https://portal.acme.example', isDevelopment: false, works: true },
  ])(
    'at $host, in development $isDevelopment: $works',
    ({ host, isDevelopment, works }) => {
      const client = clientWith({
        baseUrl: host,
        pageUrl: `${host}/v1`,
        isDevelopment,
        authClients: {
          documentPatterns: ['*'],
          redirectPatterns: ['*'],
          publicClients: [],
        },
      });

      expect(client !== undefined).toBe(works);
    },
  );
});
