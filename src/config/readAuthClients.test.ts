import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readAuthClients } from './readAuthClients';

function read(auth: JsonObject) {
  return readAuthClients(new ConfigReader({ auth }));
}

describe('readAuthClients', () => {
  it.each([
    'clientIdMetadataDocuments',
    'experimentalClientIdMetadataDocuments',
  ])('reads the patterns of auth.%s', key => {
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

  it('reads clients without a secret', () => {
    expect(
      read({
        staticClients: [
          { clientId: 'page', redirectUris: ['https://a.example/v1'] },
          {
            clientId: 'other',
            clientSecret: 's',
            redirectUris: ['https://b.example'],
          },
        ],
      }).staticClients,
    ).toEqual([{ clientId: 'page', redirectUris: ['https://a.example/v1'] }]);
  });

  it.each<JsonObject>([
    { staticClients: 'all' },
    { staticClients: [null, 1, 'x', {}, { clientId: 2 }] },
    { clientIdMetadataDocuments: { allowedClientIdPatterns: 'x' } },
  ])('leaves it to the auth backend to report %j', auth => {
    expect(read(auth)).toMatchObject({
      staticClients: [],
      documentPatterns: [],
    });
  });
});
