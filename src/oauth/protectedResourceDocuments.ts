import type { DiscoveryService } from '@backstage/backend-plugin-api';
import type { OAuthConfig } from '../config/types';
import {
  type DocumentAnswer,
  type FindDocument,
  NO_DOCUMENT,
} from './createDocumentRouter';
import {
  authorizationServersOf,
  type PublicServer,
  PROTECTED_RESOURCE_PATH,
  resourceUrl,
  toProtectedResource,
} from './protectedResource';

export interface ProtectedResourcesOptions {
  servers: readonly PublicServer[];
  oauth: OAuthConfig;
  discovery: DiscoveryService;
}

/**
 * Finds a server's document by the path after the well-known path: the server's
 * own path (RFC 9728 §3.1), or none for the default server, which clients try
 * next.
 */
export function pathInsertedResources(
  options: ProtectedResourcesOptions,
): FindDocument {
  return async path => {
    const baseUrl = await options.discovery.getExternalBaseUrl('mcp-actions');
    const definition = options.servers.find(
      server =>
        path === new URL(resourceUrl(baseUrl, server)).pathname ||
        // The path that is left when a proxy strips a prefix.
        path === `/api/mcp-actions${server.path}` ||
        (path === '/' && server.path === '/v1'),
    );
    return documentOf(definition, options);
  };
}

/**
 * Finds a server's document where the well-known path follows the server's
 * path.
 */
export function pathAppendedResources(
  options: ProtectedResourcesOptions,
): FindDocument {
  return async path => {
    const definition = options.servers.find(
      server => path === `${server.path}${PROTECTED_RESOURCE_PATH}`,
    );
    return documentOf(definition, options);
  };
}

async function documentOf(
  definition: PublicServer | undefined,
  { oauth, discovery }: ProtectedResourcesOptions,
): Promise<DocumentAnswer> {
  if (!definition || !oauth.enabled) {
    return NO_DOCUMENT;
  }
  const [baseUrl, authBaseUrl] = await Promise.all([
    discovery.getExternalBaseUrl('mcp-actions'),
    discovery.getExternalBaseUrl('auth'),
  ]);
  return {
    status: 200,
    document: toProtectedResource({
      definition,
      baseUrl,
      authorizationServers: authorizationServersOf(oauth, authBaseUrl),
      scopesSupported: oauth.scopesSupported,
    }),
  };
}
