import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { AuthService } from '@backstage/backend-plugin-api';
import type { RequestHandler } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ServerDefinition } from '../config/types';
import { createServerDocuments } from '../oauth/createServerDocuments';
import type { ObservedTools } from '../mcp/ObservedTools';
import { Pages } from '../page/Pages';
import { createGuards, type GuardsOptions } from './guards/createGuards';
import { createInfoHandler, type InfoSource } from './createInfoHandler';
import { createRestrictionCheck } from './guards/createRestrictionCheck';
import type { EdgeBounds } from './edgeBounds';
import { createPageRouter } from './createPageRouter';
import { createServerRouter } from './createServerRouter';
import { createSseRouter, type McpSseSession } from './sse/createSseRouter';
import { createStreamableHandler } from './createStreamableHandler';
import { internalError, notFound } from './fallbacks';
import { INFO_PATH, leaveToInfoServer } from './leaveToInfoServer';
import { OpenResponses } from './OpenResponses';
import { requireSmallRequest } from './guards/requireSmallRequest';
import { requireTextInQuery } from './guards/requireTextInQuery';
import { SseDeprecationLog } from './sse/SseDeprecationLog';
import { SseSessions } from './sse/SseSessions';
import { takeTurns } from './guards/takeTurns';
import { UnreadAnswers } from './UnreadAnswers';

export interface McpRouterOptions
  extends ObservedTools, Omit<GuardsOptions, 'holdsRestrictions'> {
  auth: AuthService;
  info: InfoSource;
  /** Sees each connection to the server of that key come and go. */
  observeConnections: (serverKey: string) => RequestHandler;
  /** Sees each request for what is served come and go. */
  observeInfo: RequestHandler;
  /** Resolves once no tool runs any more. */
  callsEnded: () => Promise<void>;
  bounds: EdgeBounds;
}

export interface McpRouter {
  router: RequestHandler;
  /** Number of open HTTP+SSE streams. */
  openStreams(): number;
  /** Lets running calls end, for a while, and then closes whatever is open. */
  close(): Promise<void>;
}

/** What stands at `/v1` for requests that reach no server. */
const ROOT = { path: '/v1', name: '' };

/** The whole HTTP edge: each server at its path, and the info endpoint. */
export function createMcpRouter(options: McpRouterOptions): McpRouter {
  const { config, tools, guard, observe, logger, bounds } = options;
  const sessions = SseSessions.create<McpSseSession>(config.sse);
  const deprecationLog = SseDeprecationLog.create(logger);
  const responses = OpenResponses.create();
  const unread = UnreadAnswers.create({ logger, bounds });
  const closers = [
    () => sessions.closeAll(),
    async () => responses.destroyAll(),
  ];
  const router = PromiseRouter();
  const guardsOptions = {
    config,
    discovery: options.discovery,
    httpAuth: options.httpAuth,
    signInWays: options.signInWays,
    holdsRestrictions: createRestrictionCheck(options.auth),
  };
  const rootGuards = createGuards(ROOT, guardsOptions);

  // First: nothing else may look at what is too long to look at.
  router.use(requireSmallRequest, takeTurns(), responses.observeArrival);
  // Before the guards: clients ask without credentials, from any page.
  router.use(
    createServerDocuments({
      servers: config.servers,
      oauth: config.oauth,
      discovery: options.discovery,
    }),
  );
  if (config.page.enabled) {
    const isDevelopment = process.env.NODE_ENV === 'development';
    const pages = Pages.create({
      config,
      discovery: options.discovery,
      signInWays: options.signInWays,
      isDevelopment,
    });
    router.use(createPageRouter({ config, pages, logger }));
  }
  router.all(
    INFO_PATH,
    leaveToInfoServer(config.servers),
    options.observeInfo,
    ...rootGuards,
    requireTextInQuery('whyNot'),
    unread.observe,
    createInfoHandler(options.info),
  );
  for (const definition of byLongestPath(config.servers)) {
    const shared = { definition, tools, guard, observe, logger };
    const { directAnswers } = config;
    const streamable = createStreamableHandler({ ...shared, directAnswers });
    closers.push(streamable.close);
    const serverRouter = createServerRouter({
      guards: [
        options.observeConnections(definition.key),
        ...createGuards(definition, guardsOptions),
        responses.observe,
      ],
      streamable: [unread.observe, streamable.handle],
      sse: config.sse.enabled
        ? createSseRouter({
            ...shared,
            sessions,
            deprecationLog,
            unread,
            discovery: options.discovery,
          })
        : undefined,
    });
    router.use(definition.path, serverRouter);
  }
  router.use('/v1', ...rootGuards, notFound);
  router.use(internalError(logger));

  return {
    router,
    openStreams: () => sessions.size,
    close: async () => {
      responses.destroyArriving();
      await Promise.race([
        Promise.all([options.callsEnded(), responses.closed()]),
        once(AbortSignal.timeout(bounds.closeTimeoutMs), 'abort'),
      ]);
      // A call's answer is written to its HTTP+SSE stream just after the call ended.
      await setImmediate();
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
