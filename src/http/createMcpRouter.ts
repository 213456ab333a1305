import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { RequestHandler } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ServerDefinition } from '../config/types';
import { createServerDocuments } from '../oauth/createServerDocuments';
import { Pages } from '../page/Pages';
import type { ToolService } from '../tools/types';
import { createGuards, type GuardsOptions } from './guards/createGuards';
import { createInfoHandler, type InfoSource } from './createInfoHandler';
import { createRestrictionCheck } from './guards/createRestrictionCheck';
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

export interface McpRouterOptions extends Omit<
  GuardsOptions,
  'holdsRestrictions'
> {
  auth: AuthService;
  tools: ToolService;
  info: InfoSource;
  /** Sees each connection to the server of that key come and go. */
  observeConnections: (serverKey: string) => RequestHandler;
  /** Sees each request for what is served come and go. */
  observeInfo: RequestHandler;
  /** Resolves once no tool runs any more. */
  callsEnded: () => Promise<void>;
  logger: LoggerService;
}

export interface McpRouter {
  router: RequestHandler;
  /** Number of open HTTP+SSE streams. */
  openStreams(): number;
  /** Lets running calls end, for a while, and then closes whatever is open. */
  close(): Promise<void>;
}

/** How long running calls may take when the backend stops. */
const CLOSE_TIMEOUT_MS = 10_000;

/** What stands at `/v1` for requests that reach no server. */
const ROOT = { path: '/v1', name: '', readOnly: false };

/** The whole HTTP edge: each server at its path, and the info endpoint. */
export function createMcpRouter(options: McpRouterOptions): McpRouter {
  const { config, tools, logger } = options;
  const sessions = SseSessions.create<McpSseSession>(config.sse);
  const deprecationLog = SseDeprecationLog.create(logger);
  const responses = OpenResponses.create();
  const unread = UnreadAnswers.create(logger);
  const closers = [
    () => sessions.closeAll(),
    async () => responses.destroyAll(),
  ];
  const router = PromiseRouter();
  const guardsOptions = {
    ...options,
    holdsRestrictions: createRestrictionCheck(options.auth),
  };
  const rootGuards = createGuards(ROOT, guardsOptions);

  // First: nothing else may look at what is too long to look at.
  router.use(requireSmallRequest, takeTurns(), responses.observeArrival);
  // Before the guards: clients ask without credentials, from any page.
  router.use(createServerDocuments({ ...options, ...config }));
  if (config.page.enabled) {
    const isDevelopment = process.env.NODE_ENV === 'development';
    const pages = Pages.create({ ...options, isDevelopment });
    router.use(createPageRouter({ config, pages }));
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
    const shared = { definition, tools, logger };
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
        once(AbortSignal.timeout(CLOSE_TIMEOUT_MS), 'abort'),
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
