import type { JsonObject } from '@backstage/types';
import type { OAuthConfig, SignInWay } from '../config/types';

/**
 * The ways to sign in that are open according to the auth backend's document.
 */
export function signInWaysOf(
  document: JsonObject,
  { configuredWays }: Pick<OAuthConfig, 'configuredWays'>,
): SignInWay[] {
  const ways: SignInWay[] = [];
  if (document.client_id_metadata_document_supported === true) {
    ways.push('client-id-metadata-document');
  }
  // The document does not say whether there are static clients.
  if (
    configuredWays.includes('static-client') &&
    knowsStaticClients(document)
  ) {
    ways.push('static-client');
  }
  if (typeof document.registration_endpoint === 'string') {
    ways.push('dynamic-client-registration');
  }
  return ways;
}

/**
 * Whether the auth backend supports static clients.
 * `@backstage/plugin-auth-backend` 0.31.0 of Backstage 1.57 added them, and
 * removed the PKCE method `plain` at the same time.
 */
export function knowsStaticClients(document: JsonObject): boolean {
  const methods = document.code_challenge_methods_supported;
  return !(Array.isArray(methods) && methods.includes('plain'));
}
