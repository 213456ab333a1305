import { z } from 'zod';
import type { AppConfig } from './appConfig';
import { listOf } from './shapes';
import { text, textLike } from './values';

/**
 * Expands `*`: every page with an origin, and pages that hide theirs (`null`).
 */
const ANY_ORIGIN = ['*://*', 'null'];
/**
 * An origin (RFC 6454 §6.2), or a glob on one. Browsers send ASCII and no path.
 */
const ORIGIN_PATTERN = /^[a-z*{?][\w+.*{},?()-]*:\/\/[!-~]+$/i;
/** The other parts of a URL. A `?` may be the wildcard for one character. */
const BEYOND_ORIGIN = /:\/\/.*[/\\#@]/;
/** The protocols as `URL` writes them. */
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

const origin = textLike(
  'an origin such as https://portal.example.com, https://*.example.com or chrome-extension://*',
  input =>
    ['*', 'null'].includes(input) ||
    (ORIGIN_PATTERN.test(input) && !BEYOND_ORIGIN.test(input)),
);

/** As the platform reads `backend.cors.origin`: one text, several, or none. */
const toList = (input: unknown) => (input ? [input].flat() : []);

export const corsOrigins = z.preprocess(toList, listOf(text)).prefault([]);
export const allowedOrigins = z.preprocess(toList, listOf(origin)).prefault([]);

/**
 * The allowed origins, as glob patterns: those of the app and the backend,
 * those in `backend.cors`, and those that the operator allows for MCP only.
 */
export function allowedOriginsOf(config: AppConfig): readonly string[] {
  return [
    ...baseUrls(config).map(url => url.origin),
    ...config.backend.cors.origin,
    ...config.mcpActions.allowedOrigins.flatMap(each =>
      each === '*' ? ANY_ORIGIN : [each],
    ),
  ];
}

/**
 * The host names of the app and the backend, without a port. A backend on this
 * machine is allowed under all local names.
 */
export function allowedHostsOf(config: AppConfig): readonly string[] {
  const backendHost = config.backend.baseUrl?.hostname ?? '';
  const isLocal = LOOPBACK_HOSTS.includes(backendHost);
  const hosts = baseUrls(config).map(url => url.hostname);
  return isLocal ? [...hosts, ...LOOPBACK_HOSTS] : hosts;
}

function baseUrls({ app, backend }: AppConfig): URL[] {
  return [app.baseUrl, backend.baseUrl].filter(url => url !== undefined);
}
