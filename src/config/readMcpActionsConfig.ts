import type { Config } from '@backstage/config';
import { appConfig } from './appConfig';
import { authClientsOf } from './authClients';
import { oauthOf } from './oauth';
import { allowedHostsOf, allowedOriginsOf } from './origins';
import { outputBoundsOf } from './output';
import { parseConfig } from './parseConfig';
import { serversOf } from './servers';

/**
 * Reads all that this plugin takes from the app's configuration, once. The
 * schema has the defaults.
 *
 * @throws InputError that names the config path, when a value makes no sense.
 */
export function readMcpActionsConfig(config: Config) {
  const app = parseConfig(config, appConfig);
  // What becomes something else below, and the keys that are kept as they are.
  const { name, description, instructions, ...named } = app.mcpActions;
  const { namespacedToolNames, callTimeout, cache, errors, ...kept } = named;
  const { tracing, default: defaultServer, ...blocks } = kept;
  const { bodySize, ...limits } = blocks.limits;
  return {
    ...blocks,
    servers: serversOf(app),
    toolNames: { ...blocks.toolNames, namespaced: namespacedToolNames },
    shownErrors: errors.show,
    /** How long a list of actions is fresh; 0 remembers none. */
    cacheTtlMs: cache.ttl,
    /** How long a tool may run; 0 is no limit. */
    callTimeoutMs: callTimeout,
    limits: { ...limits, maxBodyBytes: bodySize },
    permissions: {
      ...blocks.permissions,
      /** Whether the framework asks a policy at all. */
      policyEnabled: app.permission.enabled,
    },
    /** How large outputs may be, in bytes; Infinity is no bound. */
    output: outputBoundsOf(app.mcpActions),
    captureToolPayload: tracing.capture.toolPayload,
    oauth: oauthOf(app),
    authClients: authClientsOf(app),
    /** What the app says of itself. */
    portal: { title: app.app.title, organization: app.organization.name },
    /** Where users open the portal. */
    portalUrl: app.app.baseUrl?.href,
    /** Browser origins that may call, as glob patterns. */
    allowedOrigins: allowedOriginsOf(app),
    /** Host names that a request may be for, where it needs no credentials. */
    allowedHosts: allowedHostsOf(app),
    credentialsRequired: !app.backend.auth.dangerouslyDisableDefaultAuthPolicy,
    /** Plugins whose actions the Actions Service offers. */
    pluginSources: app.backend.actions.pluginSources,
  } as const;
}
