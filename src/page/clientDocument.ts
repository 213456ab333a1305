import type { PortalConfig, ServerDefinition } from '../config/types';
import { resourceUrl } from '../oauth/protectedResource';

/** No server can have this path, since keys contain no dot. */
export const CLIENT_DOCUMENT_PATH = '/v1/page-client.json';

export interface ClientDocumentOptions {
  /** External base URL of this plugin. */
  baseUrl: string;
  servers: readonly ServerDefinition[];
  portal: PortalConfig;
}

/**
 * Describes the page as an OAuth client (Client ID Metadata Document). The
 * pages of all servers share one document, so that there is one pattern to
 * configure.
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
