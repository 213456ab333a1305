import type {
  DiscoveryService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { RequestHandler } from 'express';
import PromiseRouter from 'express-promise-router';
import type { McpActionsConfig, ServerDefinition } from '../config/types';
import { resourceMetadataUrl, resourceUrl } from '../oauth/protectedResource';
import type { ToolService } from '../tools/types';
import { createServerRouter } from './createServerRouter';
import { createSseRouter, type McpSseSession } from './createSseRouter';
import { createStreamableHandler } from './createStreamableHandler';
import type { RequireCredentialsOptions } from './requireCredentials';
import { SseClients } from './SseClients';
import { SseSessions } from './SseSessions';

export interface McpRouterOptions {
  config: McpActionsConfig;
  tools: ToolService;
  discovery: DiscoveryService;
  httpAuth: HttpAuthService;
  logger: LoggerService;
}

export interface McpRouter {
  router: RequestHandler;
  /** Ends all open streams. */
  close(): Promise<void>;
}

/** The whole HTTP edge: each server at its path. */
export function createMcpRouter(options: McpRouterOptions): McpRouter {
  const { config, tools, discovery, httpAuth, logger } = options;
  const externalBaseUrl = () => discovery.getExternalBaseUrl('mcp-actions');
  const sessions = SseSessions.create<McpSseSession>(config.sse);
  const clients = SseClients.create(logger);
  const closers = [() => sessions.closeAll()];
  const router = PromiseRouter();

  for (const definition of byLongestPath(config.servers)) {
    const shared = { definition, tools, logger };
    const streamable = createStreamableHandler(shared);
    closers.push(streamable.close);
    const sse = createSseRouter({
      ...shared,
      sessions,
      clients,
      externalPath: async () => new URL(await externalBaseUrl()).pathname,
    });
    router.use(
      definition.path,
      createServerRouter({
        httpAuth,
        logger,
        required: config.credentialsRequired,
        readOnly: definition.readOnly,
        challenge: challengeOf(definition, options),
        allowedOrigins: config.allowedOrigins,
        streamable: streamable.handle,
        sse: config.sse.enabled ? sse : undefined,
      }),
    );
  }
  return {
    router,
    close: async () => {
      await Promise.all(closers.map(close => close()));
    },
  };
}

/** A server's path is below that of the default one, so it has to come first. */
function byLongestPath(
  servers: readonly ServerDefinition[],
): ServerDefinition[] {
  return [...servers].sort((a, b) => b.path.length - a.path.length);
}

/** Points to the server's OAuth document; its URL comes from discovery, never from `Host`. */
function challengeOf(
  definition: ServerDefinition,
  { config, discovery }: McpRouterOptions,
): RequireCredentialsOptions['challenge'] {
  return async () => {
    if (!config.oauth.enabled) {
      return {};
    }
    const baseUrl = await discovery.getExternalBaseUrl('mcp-actions');
    return {
      scope: config.oauth.scopesSupported.join(' '),
      resourceMetadata: resourceMetadataUrl(resourceUrl(baseUrl, definition)),
    };
  };
}
