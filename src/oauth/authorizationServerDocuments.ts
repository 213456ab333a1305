import type { DiscoveryService } from '@backstage/backend-plugin-api';
import type { OAuthConfig } from '../config/types';
import type { AuthorizationServerMetadata } from './AuthorizationServerMetadata';
import { type FindDocument, NO_DOCUMENT } from './createDocumentRouter';

export interface AuthorizationServerDocumentsOptions {
  oauth: OAuthConfig;
  discovery: DiscoveryService;
  metadata: Pick<AuthorizationServerMetadata, 'get'>;
}

/**
 * Finds the auth backend's document for the path after the well-known one. An
 * identity provider in front serves its own document on its own host.
 */
export function authorizationServerDocuments(
  options: AuthorizationServerDocumentsOptions,
): FindDocument {
  const { oauth, discovery, metadata } = options;
  if (oauth.authorizationServers.length > 0) {
    return async () => NO_DOCUMENT;
  }
  return async path => {
    const issuer = await discovery.getExternalBaseUrl('auth');
    // RFC 8414 §3.1 appends the issuer's path, and older clients request the
    // bare path. For any other issuer, the issuer in the document would not
    // match.
    const paths = ['/', new URL(issuer).pathname, '/api/auth'];
    if (!paths.includes(path)) {
      return NO_DOCUMENT;
    }
    const found = await metadata.get();
    return found.status === 200
      ? found
      : { status: found.status, error: 'temporarily_unavailable' };
  };
}
