import type { AuthClientsConfig, SignInWay } from '../config/types';
import { CLIENT_DOCUMENT_PATH } from './clientDocument';
import { fitsUrlPattern } from './urlPattern';

export interface PageClientOptions {
  /** The page that the visitor returns to. */
  pageUrl: string;
  /** External base URL of this plugin. */
  baseUrl: string;
  ways: readonly SignInWay[];
  authClients: AuthClientsConfig;
  /** Whether the backend runs with `NODE_ENV=development`. */
  isDevelopment: boolean;
}

/**
 * Returns the client id with which the page may sign its visitors in: a static
 * client that names this page, or the page's own document. Returns undefined if
 * the auth backend accepts neither.
 */
export function pageClient(options: PageClientOptions): string | undefined {
  const { pageUrl, baseUrl, ways, authClients } = options;
  const { publicClients, documentPatterns, redirectPatterns } = authClients;
  const named = publicClients.find(({ redirectUris }) =>
    redirectUris.includes(pageUrl),
  );
  if (named && ways.includes('static-client')) {
    return named.clientId;
  }
  const documentUrl = `${baseUrl}${CLIENT_DOCUMENT_PATH}`;
  const fitsOne = (url: string, patterns: readonly string[]) =>
    patterns.some(pattern => fitsUrlPattern(url, pattern));
  return ways.includes('client-id-metadata-document') &&
    isFetched(documentUrl, options) &&
    fitsOne(documentUrl, documentPatterns) &&
    fitsOne(pageUrl, redirectPatterns)
    ? documentUrl
    : undefined;
}

/**
 * The auth backend fetches documents over http only from this machine, and only
 * in development.
 */
function isFetched(
  documentUrl: string,
  { isDevelopment }: Pick<PageClientOptions, 'isDevelopment'>,
): boolean {
  const { protocol, hostname } = new URL(documentUrl);
  return (
    protocol === 'https:' ||
    (isDevelopment && ['localhost', '127.0.0.1'].includes(hostname))
  );
}
