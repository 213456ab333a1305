import type { Config } from '@backstage/config';
import { appConfig } from './appConfig';
import { authClientsOf } from './authClients';
import { oauthOf } from './oauth';
import { allowedHostsOf, allowedOriginsOf } from './origins';
import { outputBoundsOf } from './output';
import { parseConfig } from './parseConfig';
import { serversOf } from './servers';

/**
 * Reads once everything that this plugin needs from the app's configuration.
 * The schema provides the defaults.
 *
 * @throws InputError with the config path of each invalid value.
 */
export function readMcpActionsConfig(config: Config) {
  const app = parseConfig(config, appConfig);
  // The values that are converted below. The others are returned as they are.
  const { name, description, instructions, ...named } = app.mcpActions;
  const { namespacedToolNames, callTimeout, cache, errors, ...kept } = named;
  const { tracing, default: defaultServer, ...blocks } = kept;
  const { bodySize, ...limits } = blocks.limits;
  return {
    ...blocks,
    servers: serversOf(app),
    toolNames: { ...blocks.toolNames, namespaced: namespacedToolNames },
    shownErrors: errors.show,
    /** How long a list of actions is fresh. With 0, none is remembered. */
    cacheTtlMs: cache.ttl,
    /** How long a tool may run. 0 means no limit. */
    callTimeoutMs: callTimeout,
    limits: { ...limits, maxBodyBytes: bodySize },
    permissions: {
      ...blocks.permissions,
      /** Whether the framework asks a policy at all. */
      policyEnabled: app.permission.enabled,
    },
    /** The maximum size of outputs in bytes. Infinity means no limit. */
    output: outputBoundsOf(app.mcpActions),
    captureToolPayload: tracing.capture.toolPayload,
    oauth: oauthOf(app),
    authClients: authClientsOf(app),
    /** The app's own name and its organization. */
    portal: { title: app.app.title, organization: app.organization.name },
    /** The URL of the portal. */
    portalUrl: app.app.baseUrl?.href,
    /** Browser origins that may call, as glob patterns. */
    allowedOrigins: allowedOriginsOf(app),
    /** Host names that a request without credentials may use. */
    allowedHosts: allowedHostsOf(app),
    credentialsRequired: !app.backend.auth.dangerouslyDisableDefaultAuthPolicy,
    /** The plugins that offer actions through the Actions Service. */
    pluginSources: app.backend.actions.pluginSources,
  } as const;
}
