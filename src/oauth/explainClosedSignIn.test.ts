import { AUTH_BACKEND_DOCUMENTS } from '../__testUtils__/authBackendDocuments';
import type { SignInWay } from '../config/types';
import { explainClosedSignIn } from './explainClosedSignIn';

const SET_DOCUMENTS =
  'Set auth.clientIdMetadataDocuments.enabled: true (before Backstage 1.54: auth.experimentalClientIdMetadataDocuments.enabled: true)';

describe('explainClosedSignIn', () => {
  it.each<{
    host: 'olderClosed' | 'newerClosed';
    configuredWays: SignInWay[];
    says: string;
  }>([
    {
      host: 'newerClosed',
      configuredWays: ['dynamic-client-registration'],
      says: `No MCP client can sign in: auth.experimentalDynamicClientRegistration is removed in Backstage 1.57. ${SET_DOCUMENTS}, or list your clients in auth.staticClients. See docs/authentication.md`,
    },
    {
      host: 'olderClosed',
      configuredWays: ['client-id-metadata-document'],
      says: `No MCP client can sign in: the auth backend does not offer Client ID Metadata Documents under the key that is configured. ${SET_DOCUMENTS}. See docs/authentication.md`,
    },
    {
      host: 'olderClosed',
      configuredWays: ['static-client'],
      says: `No MCP client can sign in: auth.staticClients needs Backstage 1.57. ${SET_DOCUMENTS}. See docs/authentication.md`,
    },
    {
      host: 'olderClosed',
      configuredWays: ['static-client', 'dynamic-client-registration'],
      says: `No MCP client can sign in: auth.staticClients needs Backstage 1.57, and the auth backend offers no registration of clients. ${SET_DOCUMENTS}. See docs/authentication.md`,
    },
  ])('with $configuredWays on a host that is $host', row => {
    expect(explainClosedSignIn(AUTH_BACKEND_DOCUMENTS[row.host], row)).toBe(
      row.says,
    );
  });
});
