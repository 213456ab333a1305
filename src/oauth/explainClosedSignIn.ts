import type { JsonObject } from '@backstage/types';
import type { OAuthConfig, SignInWay } from '../config/types';
import { knowsStaticClients } from './signInWaysOf';

const DOCUMENTS_KEY =
  'auth.clientIdMetadataDocuments.enabled: true (before Backstage 1.54: auth.experimentalClientIdMetadataDocuments.enabled: true)';

/**
 * Explains why no client can sign in although a way is configured, and which
 * key to set for this auth backend.
 */
export function explainClosedSignIn(
  document: JsonObject,
  { configuredWays }: Pick<OAuthConfig, 'configuredWays'>,
): string {
  const isNew = knowsStaticClients(document);
  const reasons = configuredWays
    .map(way => reasonOf(way, isNew))
    .join(', and ');
  const remedy = isNew
    ? `Set ${DOCUMENTS_KEY}, or list your clients in auth.staticClients`
    : `Set ${DOCUMENTS_KEY}`;
  return `No MCP client can sign in: ${reasons}. ${remedy}. See docs/authentication.md`;
}

function reasonOf(way: SignInWay, isNew: boolean): string {
  switch (way) {
    case 'dynamic-client-registration':
      return isNew
        ? 'auth.experimentalDynamicClientRegistration is removed in Backstage 1.57'
        : 'the auth backend offers no registration of clients';
    case 'static-client':
      return 'auth.staticClients needs Backstage 1.57';
    default:
      return 'the auth backend does not offer Client ID Metadata Documents under the key that is configured';
  }
}
