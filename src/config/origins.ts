import { z } from 'zod';
import type { AppConfig } from './appConfig';
import { listOf } from './shapes';
import { text, textLike } from './values';

/** What `*` stands for: every page that has an origin, and those that hide it. */
const ANY_ORIGIN = ['*://*', 'null'];
/** An origin (RFC 6454 §6.2), or a glob on one; browsers send ASCII, and no path. */
const ORIGIN_PATTERN = /^[a-z*{?][\w+.*{},?()-]*:\/\/[!-~]+$/i;
/** Further parts of a URL. A `?` may stand for one character, as in any glob. */
const BEYOND_ORIGIN = /:\/\/.*[/\\#@]/;
/** As `URL` has them. */
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
 * Where the app and the backend are at home, who `backend.cors` lets in, and
 * whom the operator adds for MCP alone: glob patterns.
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
 * Where the app and the backend are at home, by any name of this machine where
 * the backend is at home on it: host names without a port.
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
