import type { Config } from '@backstage/config';
import type { AuthClientsConfig, StaticClient } from './types';

/** The auth backend's own default since Backstage 1.54. */
const LOOPBACK_REDIRECTS = [
  'http://localhost:*/*',
  'http://localhost/*',
  'http://127.0.0.1:*/*',
  'http://127.0.0.1/*',
  'http://[::1]:*/*',
  'http://[::1]/*',
];

/**
 * Reads the auth backend's own keys. The auth backend reports what is wrong
 * with them; here such a value counts as absent.
 */
export function readAuthClients(config: Config): AuthClientsConfig {
  const documents = config.has('auth.clientIdMetadataDocuments')
    ? 'auth.clientIdMetadataDocuments'
    : 'auth.experimentalClientIdMetadataDocuments';
  const clients: unknown = config.getOptional('auth.staticClients');
  return {
    documentPatterns:
      stringsIn(config.getOptional(`${documents}.allowedClientIdPatterns`)) ??
      [],
    redirectPatterns:
      stringsIn(
        config.getOptional(`${documents}.allowedRedirectUriPatterns`),
      ) ?? LOOPBACK_REDIRECTS,
    staticClients: Array.isArray(clients)
      ? clients.flatMap(toPublicClient)
      : [],
  };
}

/** The client, or nothing for one with a secret, which a browser cannot keep. */
function toPublicClient(client: unknown): StaticClient[] {
  const { clientId, clientSecret, redirectUris } = Object(client);
  return typeof clientId === 'string' && clientSecret === undefined
    ? [{ clientId, redirectUris: stringsIn(redirectUris) ?? [] }]
    : [];
}

function stringsIn(value: unknown): string[] | undefined {
  return Array.isArray(value)
    ? value.filter(item => typeof item === 'string')
    : undefined;
}
