import type { OAuthConfig, ServerDefinition } from '../config/types';

/** The public properties of a server. */
export type PublicServer = Pick<ServerDefinition, 'path' | 'name'>;

export const PROTECTED_RESOURCE_PATH = '/.well-known/oauth-protected-resource';

/** OAuth 2.0 Protected Resource Metadata, RFC 9728 §2. */
export interface ProtectedResource {
  resource: string;
  resource_name: string;
  authorization_servers: string[];
  scopes_supported?: string[];
  bearer_methods_supported: string[];
}

export interface ProtectedResourceOptions {
  definition: PublicServer;
  /** External base URL of this plugin, without a trailing slash. */
  baseUrl: string;
  authorizationServers: readonly string[];
  scopesSupported: readonly string[];
}

/**
 * The URL that clients use for the server. Clients compare it byte for byte.
 */
export function resourceUrl(baseUrl: string, definition: PublicServer): string {
  return `${baseUrl}${definition.path}`;
}

/**
 * The URL of the resource's metadata: the well-known path goes between host and
 * path (RFC 9728 §3.1).
 */
export function resourceMetadataUrl(resource: string): string {
  const url = new URL(resource);
  return `${url.origin}${PROTECTED_RESOURCE_PATH}${url.pathname}`;
}

/**
 * The issuers of tokens: the configured identity provider, or else the auth
 * backend.
 */
export function authorizationServersOf(
  oauth: OAuthConfig,
  authBaseUrl: string,
): readonly string[] {
  return oauth.authorizationServers.length > 0
    ? oauth.authorizationServers
    : [authBaseUrl];
}

/** The metadata document of one server. */
export function toProtectedResource(
  options: ProtectedResourceOptions,
): ProtectedResource {
  const { definition, baseUrl, scopesSupported } = options;
  return {
    resource: resourceUrl(baseUrl, definition),
    resource_name: definition.name,
    authorization_servers: [...options.authorizationServers],
    // RFC 9728 §3.2: leave out empty lists.
    ...(scopesSupported.length > 0 && {
      scopes_supported: [...scopesSupported],
    }),
    bearer_methods_supported: ['header'],
  };
}
