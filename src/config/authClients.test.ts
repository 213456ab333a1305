import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readMcpActionsConfig } from './readMcpActionsConfig';

function read(auth: JsonObject) {
  return readMcpActionsConfig(new ConfigReader({ auth })).authClients;
}

describe('authClients', () => {
  it.each([
    'clientIdMetadataDocuments',
    'experimentalClientIdMetadataDocuments',
  ])('has the patterns of auth.%s', key => {
    expect(
      read({
        [key]: {
          allowedClientIdPatterns: ['https://a.example/*'],
          allowedRedirectUriPatterns: ['https://b.example/*'],
        },
      }),
    ).toMatchObject({
      documentPatterns: ['https://a.example/*'],
      redirectPatterns: ['https://b.example/*'],
    });
  });

  it('has the patterns of the newer spelling when both are there', () => {
    expect(
      read({
        clientIdMetadataDocuments: { allowedClientIdPatterns: ['https://a.b'] },
        experimentalClientIdMetadataDocuments: {
          allowedClientIdPatterns: ['*'],
        },
      }).documentPatterns,
    ).toEqual(['https://a.b']);
  });

  it('has clients without a secret', () => {
    const page = { clientId: 'page', redirectUris: ['https://a.example/v1'] };
    const other = {
      clientId: 'other',
      clientSecret: 's',
      redirectUris: ['https://b.example'],
    };

    expect(read({ staticClients: [page, other] }).publicClients).toEqual([
      page,
    ]);
  });

  it.each<JsonObject>([
    { staticClients: [{}, { clientId: 2 }] },
    { clientIdMetadataDocuments: { allowedClientIdPatterns: 'x' } },
    { clientIdMetadataDocuments: { allowedClientIdPatterns: [1] } },
  ])('ignores %j, which the auth backend reports', auth => {
    expect(read(auth)).toMatchObject({
      publicClients: [],
      documentPatterns: [],
    });
  });
});
