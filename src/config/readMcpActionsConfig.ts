import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type {
  McpActionsConfig,
  OAuthConfig,
  ServerDefinition,
  SseConfig,
} from './types';

const DEFAULT_MAX_SSE_SESSIONS = 1000;

/**
 * Reads all that this plugin takes from the app's configuration, once.
 *
 * @throws InputError that names the config path, when a value has a wrong type
 * or makes no sense.
 */
export function readMcpActionsConfig(config: Config): McpActionsConfig {
  return {
    servers: [readDefaultServer(config)],
    sse: readSse(config),
    oauth: readOAuth(config),
    allowedOrigins: readAllowedOrigins(config),
    credentialsRequired: !config.getOptionalBoolean(
      'backend.auth.dangerouslyDisableDefaultAuthPolicy',
    ),
  };
}

function readDefaultServer(config: Config): ServerDefinition {
  return {
    key: 'default',
    path: '/v1',
    name: config.getOptionalString('mcpActions.name') ?? 'backstage',
    description: config.getOptionalString('mcpActions.description'),
    instructions: config.getOptionalString('mcpActions.instructions'),
  };
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
  const baseUrls = ['app.baseUrl', 'backend.baseUrl'].flatMap(
    path => config.getOptionalString(path) ?? [],
  );
  return [
    ...baseUrls.map(url => new URL(url).origin),
    ...readStrings(config, 'backend.cors.origin'),
  ];
}

function readStrings(config: Config, path: string): string[] {
  const value = config.getOptional(path);
  return typeof value === 'string'
    ? [value]
    : (config.getOptionalStringArray(path) ?? []);
}
