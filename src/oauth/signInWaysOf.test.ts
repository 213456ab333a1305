import fc from 'fast-check';
import { AUTH_BACKEND_DOCUMENTS } from '../__testUtils__/authBackendDocuments';
import type { SignInWay } from '../config/types';
import { signInWaysOf } from './signInWaysOf';

interface Row {
  host: keyof typeof AUTH_BACKEND_DOCUMENTS;
  configuredWays: SignInWay[];
  open: SignInWay[];
}

const DOCUMENTS = 'client-id-metadata-document';
const STATIC = 'static-client';
const REGISTRATION = 'dynamic-client-registration';

describe('signInWaysOf', () => {
  it.each<Row>([
    { host: 'olderClosed', configuredWays: [DOCUMENTS], open: [] },
    { host: 'olderClosed', configuredWays: [STATIC], open: [] },
    {
      host: 'olderWithRegistration',
      configuredWays: [STATIC, REGISTRATION],
      open: [REGISTRATION],
    },
    {
      host: 'olderWithDocuments',
      configuredWays: [DOCUMENTS],
      open: [DOCUMENTS],
    },
    {
      host: 'olderWithBoth',
      configuredWays: [DOCUMENTS, REGISTRATION],
      open: [DOCUMENTS, REGISTRATION],
    },
    { host: 'newerClosed', configuredWays: [REGISTRATION], open: [] },
    {
      host: 'newerWithStaticClients',
      configuredWays: [STATIC],
      open: [STATIC],
    },
    {
      host: 'newerWithDocuments',
      configuredWays: [DOCUMENTS, STATIC, REGISTRATION],
      open: [DOCUMENTS, STATIC],
    },
  ])('of $host with $configuredWays are $open', row => {
    const document = AUTH_BACKEND_DOCUMENTS[row.host];
    expect(signInWaysOf(document, row)).toEqual(row.open);
  });

  it('accepts any document that an auth backend may return', () => {
    const documents = fc.record(
      {
        client_id_metadata_document_supported: fc.jsonValue(),
        registration_endpoint: fc.jsonValue(),
        code_challenge_methods_supported: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(documents, document => {
        const ways = signInWaysOf(document as {}, { configuredWays: [] });
        expect(ways).not.toContain(STATIC);
        expect(ways.includes(DOCUMENTS)).toBe(
          document.client_id_metadata_document_supported === true,
        );
      }),
    );
  });
});
