import type { AppConfig } from './appConfig';
import { block, listOf } from './shapes';
import type { SignInWay } from './types';
import { flag, textLike } from './values';

const OFFLINE_ACCESS = 'offline_access';

/** An issuer identifier (RFC 8414 §2). Allows `http` for local trials. */
const issuer = textLike(
  'an http or https URL without user, query and fragment',
  input => {
    const isUrl = /^https?:\/\/[^\s?#]+$/.test(input) && URL.canParse(input);
    const { username, password } = isUrl ? new URL(input) : {};
    return username === '' && password === '';
  },
);

/** A scope-token (RFC 6749 §3.3): printable, without space, `"` and `\`. */
const scope = textLike(
  'a scope, which has no spaces, quotation marks or backslashes',
  input => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(input),
);

export const oauth = block({
  // Empty means the auth backend.
  authorizationServers: listOf(issuer).default([]),
  scopesSupported: listOf(scope).default(['openid']),
  // The default depends on the auth backend, see oauthOf.
  offlineAccess: flag.optional(),
});

/**
 * Combines `mcpActions.oauth` with the auth backend's settings that it depends
 * on.
 */
export function oauthOf({ auth, mcpActions }: AppConfig) {
  const { authorizationServers, scopesSupported } = mcpActions.oauth;
  const configuredWays: readonly SignInWay[] =
    authorizationServers.length > 0
      ? ['authorization-server']
      : authBackendWays(auth);
  // Clients of the 2025 revisions request exactly the scopes named here.
  // Without offline_access they get no refresh token (OpenID Connect Core §11).
  // without offline_access they get no refresh token (OpenID Connect Core §11).
  const offlineAccess =
    mcpActions.oauth.offlineAccess ??
    (scopesSupported.includes(OFFLINE_ACCESS) ||
      auth.experimentalRefreshToken.enabled);
  const others = scopesSupported.filter(name => name !== OFFLINE_ACCESS);
  return {
    /** Whether any way to sign in is configured. */
    enabled: configuredWays.length > 0,
    /**
     * The configured ways to sign in. An older auth backend may not support all
     * of them.
     */
    configuredWays,
    /** Issuers of the access tokens. Empty means the auth backend. */
    authorizationServers,
    /** Scopes that a client should request. */
    scopesSupported: offlineAccess ? [...others, OFFLINE_ACCESS] : others,
  } as const;
}

function authBackendWays(auth: AppConfig['auth']): SignInWay[] {
  const documents =
    auth.clientIdMetadataDocuments ??
    auth.experimentalClientIdMetadataDocuments;
  const registration = auth.experimentalDynamicClientRegistration;
  return [
    ...(documents?.enabled ? (['client-id-metadata-document'] as const) : []),
    ...(auth.staticClients.length > 0 ? (['static-client'] as const) : []),
    ...(registration.enabled ? (['dynamic-client-registration'] as const) : []),
  ];
}
