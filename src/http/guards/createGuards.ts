import type {
  DiscoveryService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { RequestHandler } from 'express';
import type { McpActionsConfig, ServerDefinition } from '../../config/types';
import {
  resourceMetadataUrl,
  resourceUrl,
} from '../../oauth/protectedResource';
import type { SignInWays } from '../../oauth/SignInWays';
import { cors } from './cors';
import { requireAllowedOrigin } from './requireAllowedOrigin';
import type { RestrictionCheck } from './createRestrictionCheck';
import { jsonBody } from './jsonBody';
import { requireAllowedHost } from './requireAllowedHost';
import {
  requireCredentials,
  type RequireCredentialsOptions,
} from './requireCredentials';

export interface GuardsOptions {
  config: McpActionsConfig;
  discovery: DiscoveryService;
  httpAuth: HttpAuthService;
  holdsRestrictions: RestrictionCheck;
  signInWays: Pick<SignInWays, 'latest'>;
}

/** The properties of a server that its guards depend on. */
export type GuardedServer = Pick<ServerDefinition, 'path' | 'name'>;

/**
 * The checks before every request, cheapest first: no body is parsed without
 * credentials.
 */
export function createGuards(
  server: GuardedServer,
  options: GuardsOptions,
): RequestHandler[] {
  const { config, httpAuth, holdsRestrictions } = options;
  return [
    ...(config.credentialsRequired ? [] : [requireAllowedHost(config)]),
    requireAllowedOrigin(config.allowedOrigins),
    cors(),
    requireCredentials({
      httpAuth,
      holdsRestrictions,
      required: config.credentialsRequired,
      challenge: challengeOf(server, options),
    }),
    jsonBody(config.limits.maxBodyBytes),
  ];
}

/**
 * Points to the server's OAuth document. Its URL comes from discovery, never
 * from `Host`.
 */
function challengeOf(
  server: GuardedServer,
  { config, discovery, signInWays }: GuardsOptions,
): RequireCredentialsOptions['challenge'] {
  return async () => {
    const ways = await signInWays.latest();
    // While the open ways are unknown, a client may try.
    if (ways?.length === 0) {
      return {};
    }
    const baseUrl = await discovery.getExternalBaseUrl('mcp-actions');
    const hasDocument = config.servers.some(({ path }) => path === server.path);
    return {
      scope: config.oauth.scopesSupported.join(' '),
      ...(hasDocument && {
        resourceMetadata: resourceMetadataUrl(resourceUrl(baseUrl, server)),
      }),
    };
  };
}
