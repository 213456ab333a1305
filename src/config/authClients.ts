import { z } from 'zod';
import type { AppConfig } from './appConfig';
import { listOf } from './shapes';
import { flag } from './values';

/** The default of the auth backend since Backstage 1.54. */
const LOOPBACK_REDIRECTS = [
  'http://localhost:*/*',
  'http://localhost/*',
  'http://127.0.0.1:*/*',
  'http://127.0.0.1/*',
  'http://[::1]:*/*',
  'http://[::1]/*',
];

/**
 * The auth backend reports invalid values here. This plugin treats them as
 * absent.
 */
const lenientTexts = listOf(z.string()).optional().catch(undefined);

export const clientIdMetadataDocuments = z.object({
  enabled: flag.default(false),
  allowedClientIdPatterns: lenientTexts,
  allowedRedirectUriPatterns: lenientTexts,
});

export const staticClient = z.object({
  clientId: z.string().optional().catch(undefined),
  clientSecret: z.unknown().optional(),
  redirectUris: lenientTexts,
});

/**
 * The clients that the auth backend accepts, according to the configuration.
 */
export function authClientsOf({ auth }: AppConfig) {
  const documents =
    auth.clientIdMetadataDocuments ??
    auth.experimentalClientIdMetadataDocuments;
  return {
    /** Patterns for the URLs of metadata documents. Empty unless configured. */
    documentPatterns: documents.allowedClientIdPatterns ?? [],
    redirectPatterns:
      documents.allowedRedirectUriPatterns ?? LOOPBACK_REDIRECTS,
    /** A browser cannot keep the secret of other clients. */
    publicClients: auth.staticClients.flatMap(
      ({ clientId, clientSecret, redirectUris = [] }) =>
        clientId && clientSecret === undefined
          ? [{ clientId, redirectUris }]
          : [],
    ),
  } as const;
}
