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
import { allowOrigin } from './allowOrigin';
import { checkOrigin } from './checkOrigin';
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

/** The part of a server that decides how its requests are guarded. */
export type GuardedServer = Pick<ServerDefinition, 'path' | 'name'>;

/** What every request passes first, cheapest first: nobody gets a body parsed without credentials. */
export function createGuards(
  server: GuardedServer,
  options: GuardsOptions,
): RequestHandler[] {
  const { config, httpAuth, holdsRestrictions } = options;
  return [
    ...(config.credentialsRequired ? [] : [requireAllowedHost(config)]),
    checkOrigin(config.allowedOrigins),
    allowOrigin(),
    requireCredentials({
      httpAuth,
      holdsRestrictions,
      required: config.credentialsRequired,
      challenge: challengeOf(server, options),
    }),
    jsonBody(config.limits.maxBodyBytes),
  ];
}

/** Points to the server's OAuth document; its URL comes from discovery, never from `Host`. */
function challengeOf(
  server: GuardedServer,
  { config, discovery, signInWays }: GuardsOptions,
): RequireCredentialsOptions['challenge'] {
  return async () => {
    const ways = await signInWays.latest();
    // While it is not known a client may as well try.
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
