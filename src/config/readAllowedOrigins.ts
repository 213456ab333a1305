import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readHttpUrl } from './readHttpUrl';

/** What `*` stands for: every page that has an origin, and those that hide it. */
const ANY_ORIGIN = ['*://*', 'null'];
/** An origin (RFC 6454 §6.2), or a glob on one; browsers send ASCII, and no path. */
const ORIGIN_PATTERN = /^[a-z*{?][\w+.*{},?()-]*:\/\/[!-~]+$/i;
/** Further parts of a URL. A `?` may stand for one character, as in any glob. */
const BEYOND_ORIGIN = /[/\\#@]/;

/**
 * Where the app and the backend are at home, who `backend.cors` lets in, and
 * whom the operator adds for MCP alone.
 *
 * @returns glob patterns, as `backend.cors.origin` has them
 * @throws InputError that names the config path.
 */
export function readAllowedOrigins(config: Config): string[] {
  const baseUrls = ['app.baseUrl', 'backend.baseUrl'].filter(path =>
    config.has(path),
  );
  return [
    ...baseUrls.map(path => readHttpUrl(config, path).origin),
    ...readStrings(config, 'backend.cors.origin'),
    ...readPatterns(config, 'mcpActions.allowedOrigins'),
  ];
}

function readPatterns(config: Config, path: string): string[] {
  return readStrings(config, path).flatMap(pattern => {
    if (pattern === '*') {
      return ANY_ORIGIN;
    }
    if (pattern !== 'null' && !isOriginPattern(pattern)) {
      throw new InputError(
        `Invalid config at '${path}': ${pattern} is not an origin such as https://portal.example.com, https://*.example.com or chrome-extension://*`,
      );
    }
    return [pattern];
  });
}

function isOriginPattern(value: string): boolean {
  const host = value.slice(value.indexOf('://') + '://'.length);
  return ORIGIN_PATTERN.test(value) && !BEYOND_ORIGIN.test(host);
}

/** As the platform reads `backend.cors`: one string, several, or nothing for none. */
function readStrings(config: Config, path: string): string[] {
  const value = config.getOptional(path);
  if (!value) {
    return [];
  }
  return typeof value === 'string' ? [value] : config.getStringArray(path);
}
