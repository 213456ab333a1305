import { type Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { readOneOf } from './readOneOf';
import { readServers } from './readServers';
import { readToolNames } from './readToolNames';
import { readToolOverrides } from './readToolRules';
import type { McpActionsConfig, OAuthConfig, SseConfig } from './types';

const DEFAULT_MAX_SSE_SESSIONS = 1000;
/** An agent calls many times in this time; a new plugin is soon enough. */
const DEFAULT_CACHE_TTL_MS = 10_000;

/**
 * Reads all that this plugin takes from the app's configuration, once.
 *
 * @throws InputError that names the config path, when a value has a wrong type
 * or makes no sense.
 */
export function readMcpActionsConfig(config: Config): McpActionsConfig {
  return {
    servers: readServers(config),
    overrides: readToolOverrides(config),
    toolNames: readToolNames(config),
    schemas: readOneOf(config, 'mcpActions.schemas', ['portable', 'verbatim']),
    outputSchemas:
      config.getOptionalBoolean('mcpActions.outputSchemas') ?? true,
    coerceArguments:
      config.getOptionalBoolean('mcpActions.coerceArguments') ?? true,
    cacheTtlMs: readCacheTtl(config),
    captureToolPayload:
      config.getOptionalBoolean('mcpActions.tracing.capture.toolPayload') ??
      false,
    sse: readSse(config),
    oauth: readOAuth(config),
    allowedOrigins: readAllowedOrigins(config),
    credentialsRequired: !config.getOptionalBoolean(
      'backend.auth.dangerouslyDisableDefaultAuthPolicy',
    ),
    pluginSources:
      config.getOptionalStringArray('backend.actions.pluginSources') ?? [],
  };
}

function readCacheTtl(config: Config): number {
  const path = 'mcpActions.cache.ttl';
  const value = config.getOptional(path);
  if (value === undefined) {
    return DEFAULT_CACHE_TTL_MS;
  }
  return value === 0
    ? 0
    : durationToMilliseconds(readDurationFromConfig(config, { key: path }));
}

function readSse(config: Config): SseConfig {
  const maxSessions =
    config.getOptionalNumber('mcpActions.sse.maxSessions') ??
    DEFAULT_MAX_SSE_SESSIONS;
  if (!Number.isInteger(maxSessions) || maxSessions < 1) {
    throw new InputError(
      `Invalid config at 'mcpActions.sse.maxSessions': ${maxSessions} is not a whole number above 0`,
    );
  }
  return {
    enabled: config.getOptionalBoolean('mcpActions.sse.enabled') ?? true,
    maxSessions,
  };
}

function readOAuth(config: Config): OAuthConfig {
  const clientIdMetadataDocuments = config.has('auth.clientIdMetadataDocuments')
    ? 'auth.clientIdMetadataDocuments'
    : 'auth.experimentalClientIdMetadataDocuments';
  const isEnabled = (path: string) =>
    config.getOptionalBoolean(`${path}.enabled`) ?? false;
  return {
    enabled:
      isEnabled('auth.experimentalDynamicClientRegistration') ||
      isEnabled(clientIdMetadataDocuments),
    // Clients of the 2025 revisions ask for just the scopes named here, and
    // without offline_access they get no refresh token (OpenID Connect Core §11).
    scopesSupported: isEnabled('auth.experimentalRefreshToken')
      ? ['openid', 'offline_access']
      : ['openid'],
  };
}

/** Where the app and the backend are at home, and who `backend.cors` lets in. */
function readAllowedOrigins(config: Config): string[] {
  const baseUrls = ['app.baseUrl', 'backend.baseUrl'].filter(path =>
    config.has(path),
  );
  return [
    ...baseUrls.map(path => readOrigin(config, path)),
    ...readCorsOrigins(config),
  ];
}

function readOrigin(config: Config, path: string): string {
  const value = config.getString(path);
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) {
    throw new InputError(
      `Invalid config at '${path}': ${value} is not an http or https URL`,
    );
  }
  return new URL(value).origin;
}

/** As the platform reads it: one string, several, or nothing for none. */
function readCorsOrigins(config: Config): string[] {
  const path = 'backend.cors.origin';
  const value = config.getOptional(path);
  if (!value) {
    return [];
  }
  return typeof value === 'string' ? [value] : config.getStringArray(path);
}
