import type { PortalConfig, ServerDefinition } from '../config/types';
import { resourceUrl } from '../oauth/protectedResource';

/** No server can have this path: a key has no dot. */
export const CLIENT_DOCUMENT_PATH = '/v1/page-client.json';

export interface ClientDocumentOptions {
  /** External base URL of this plugin. */
  baseUrl: string;
  servers: readonly ServerDefinition[];
  portal: PortalConfig;
}

/**
 * The page as an OAuth client (Client ID Metadata Document). One document for
 * the pages of all servers, so that there is one pattern to configure.
 */
export function clientDocument(options: ClientDocumentOptions): object {
  const { baseUrl, servers, portal } = options;
  const owner = portal.title ?? portal.organization ?? 'Backstage';
  return {
    client_id: `${baseUrl}${CLIENT_DOCUMENT_PATH}`,
    client_name: `${owner}: page of the MCP server`,
    client_uri: resourceUrl(baseUrl, servers[0] ?? { path: '/v1', name: '' }),
    redirect_uris: servers.map(server => resourceUrl(baseUrl, server)),
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'none',
    scope: 'openid',
  };
}
