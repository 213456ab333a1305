import type { Config } from '@backstage/config';
import { readAllowedHosts } from './readAllowedHosts';
import { readAllowedOrigins } from './readAllowedOrigins';
import { readAuthClients } from './readAuthClients';
import { readDurationMs } from './readDurationMs';
import { readLimits } from './readLimits';
import { readOAuth } from './readOAuth';
import { readOneOf } from './readOneOf';
import { readPage } from './readPage';
import { readPluginSources } from './readPluginSources';
import { readPortal } from './readPortal';
import { readServers } from './readServers';
import { readSse } from './readSse';
import { readToolNames } from './readToolNames';
import { readToolOverrides } from './readToolRules';
import type { McpActionsConfig } from './types';

/** Below the 300 s after which the platform gives up on an action. */
const DEFAULT_CALL_TIMEOUT_MS = 4 * 60 * 1000;
/** An agent calls many times in this time; a new plugin is soon enough. */
const DEFAULT_CACHE_TTL_MS = 10_000;

/**
 * Actions of Backstage's own plugins that throw plain errors for mistakes of
 * their callers: an invalid entity reference, a failing step of a template, a
 * kind of document without an index, metadata that are too large.
 */
const DEFAULT_SHOWN_ERRORS = [
  'scaffolder:execute-template',
  'scaffolder:dry-run-template',
  'search:query',
  'techdocs:get-techdocs-metadata',
];

/**
 * Reads all that this plugin takes from the app's configuration, once.
 *
 * @throws InputError that names the config path, when a value has a wrong type
 * or makes no sense.
 */
export function readMcpActionsConfig(config: Config): McpActionsConfig {
  const toolNames = readToolNames(config);
  return {
    servers: readServers(config),
    overrides: readToolOverrides(config, toolNames),
    toolNames,
    schemas: readOneOf(config, 'mcpActions.schemas', ['portable', 'verbatim']),
    outputSchemas:
      config.getOptionalBoolean('mcpActions.outputSchemas') ?? true,
    coerceArguments:
      config.getOptionalBoolean('mcpActions.coerceArguments') ?? true,
    shownErrors:
      config.getOptionalStringArray('mcpActions.errors.show') ??
      DEFAULT_SHOWN_ERRORS,
    cacheTtlMs: readDurationMs(
      config,
      'mcpActions.cache.ttl',
      DEFAULT_CACHE_TTL_MS,
    ),
    callTimeoutMs: readDurationMs(
      config,
      'mcpActions.callTimeout',
      DEFAULT_CALL_TIMEOUT_MS,
    ),
    limits: readLimits(config),
    directAnswers:
      config.getOptionalBoolean('mcpActions.directAnswers') ?? true,
    captureToolPayload:
      config.getOptionalBoolean('mcpActions.tracing.capture.toolPayload') ??
      false,
    sse: readSse(config),
    oauth: readOAuth(config),
    page: readPage(config),
    portal: readPortal(config),
    authClients: readAuthClients(config),
    allowedOrigins: readAllowedOrigins(config),
    allowedHosts: readAllowedHosts(config),
    credentialsRequired: !config.getOptionalBoolean(
      'backend.auth.dangerouslyDisableDefaultAuthPolicy',
    ),
    pluginSources: readPluginSources(config),
  };
}
