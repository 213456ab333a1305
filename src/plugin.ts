import {
  type AuthService,
  type CacheService,
  coreServices,
  createBackendPlugin,
  type LoggerService,
  type RootConfigService,
} from '@backstage/backend-plugin-api';
import {
  type ActionsService,
  actionsServiceRef,
  metricsServiceRef,
  tracingServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { readMcpActionsConfig } from './config/readMcpActionsConfig';
import { readPluginSources } from './config/readPluginSources';
import type { McpActionsConfig } from './config/types';
import { createMcpRouter } from './http/createMcpRouter';
import { requireSmallRequest } from './http/guards/requireSmallRequest';
import { AuthorizationServerMetadata } from './oauth/AuthorizationServerMetadata';
import { mountWellKnownRoutes } from './oauth/mountWellKnownRoutes';
import { SignInWays } from './oauth/SignInWays';
import { CallRates } from './limits/CallRates';
import { RunningCalls } from './limits/RunningCalls';
import { withDeadline } from './limits/withDeadline';
import { withLimits } from './limits/withLimits';
import { AuditTrail } from './observability/AuditTrail';
import {
  createInstruments,
  observeSseStreams,
} from './observability/instruments';
import { observeConnections } from './observability/observeConnections';
import { observeInfo } from './observability/observeInfo';
import { withActiveCalls } from './observability/withActiveCalls';
import { withAudit } from './observability/withAudit';
import { withLoggableRequests } from './observability/withLoggableRequests';
import { withMetrics } from './observability/withMetrics';
import { withTracing } from './observability/withTracing';
import { withWellFormedLog } from './observability/withWellFormedLog';
import { MissingSources } from './report/MissingSources';
import { Reporter } from './report/Reporter';
import { ActionToolService } from './core/ActionToolService';
import { withOwnActions } from './actions/withOwnActions';
import { withUsableActions } from './actions/withUsableActions';
import { rememberActions } from './actions/rememberActions';
import { requireAccess } from './actions/requireAccess';
import type { ToolService } from './tools/types';
import { wellFormed } from './text/wellFormed';
import { withWellFormedText } from './core/withWellFormedText';

const deps = {
  actions: actionsServiceRef,
  auditor: coreServices.auditor,
  auth: coreServices.auth,
  cache: coreServices.cache,
  rootConfig: coreServices.rootConfig,
  discovery: coreServices.discovery,
  httpAuth: coreServices.httpAuth,
  httpRouter: coreServices.httpRouter,
  lifecycle: coreServices.lifecycle,
  logger: coreServices.logger,
  metrics: metricsServiceRef,
  rootHttpRouter: coreServices.rootHttpRouter,
  rootInstanceMetadata: coreServices.rootInstanceMetadata,
  rootLifecycle: coreServices.rootLifecycle,
  tracing: tracingServiceRef,
};

/**
 * Serves the actions of a backend to AI clients over MCP.
 *
 * @public
 */
export const mcpActionsPlugin = createBackendPlugin({
  pluginId: 'mcp-actions',
  register(env) {
    env.registerInit({
      deps,
      async init({
        cache,
        httpRouter,
        lifecycle,
        metrics,
        rootLifecycle,
        ...given
      }) {
        const services = { ...given, logger: withWellFormedLog(given.logger) };
        const config = wellFormed(readMcpActionsConfig(services.rootConfig));
        const core = createCore(config, services);
        const running = RunningCalls.create();
        const trail = AuditTrail.create(services);
        const instruments = createInstruments(metrics);
        const counted = withActiveCalls(withWellFormedText(core), instruments);
        const limited = limit(counted, { ...config, running, cache });
        const metadata = AuthorizationServerMetadata.create(services);
        const signInWays = SignInWays.create({
          ...services,
          ...config,
          metadata,
        });
        const reporter = Reporter.create({
          ...services,
          config,
          signInWays,
          catalogOf: viewer => core.catalogOf(viewer),
          missingSources: MissingSources.create({ ...services, ...config }),
        });
        // Outermost first: the span covers everything; the audit entry has the
        // outcome that the client gets.
        const tools = withTracing(
          withMetrics(withAudit(limited, trail), instruments),
          { ...services, ...config },
        );
        const mcp = createMcpRouter({
          ...services,
          config,
          tools,
          callsEnded: () => running.ended(),
          httpAuth: withLoggableRequests(services.httpAuth),
          info: reporter,
          signInWays,
          observeInfo: observeInfo(trail),
          observeConnections: serverKey =>
            observeConnections({ ...instruments, serverKey, trail }),
        });
        observeSseStreams(metrics, mcp.openStreams);
        // When all plugins are up, not just this one; the start does not wait for
        // one that hangs.
        rootLifecycle.addStartupHook(() => {
          reporter.logStart();
        });
        lifecycle.addShutdownHook(async () => {
          await mcp.close();
          await trail.drain();
        });
        httpRouter.use(mcp.router);
        // The platform's barrier answers before the plugin, and its answer cannot
        // carry a challenge: requireCredentials stands in for it.
        httpRouter.addAuthPolicy({ path: '/v1', allow: 'unauthenticated' });
        await mountWellKnownRoutes({
          ...services,
          ...config,
          metadata,
          guard: requireSmallRequest,
        });
      },
    });
  },
});

interface LimitOptions extends Pick<
  McpActionsConfig,
  'limits' | 'callTimeoutMs'
> {
  running: RunningCalls;
  cache: CacheService;
}

/** A call counts as running until the tool ends, however early it is answered. */
function limit(
  tools: ToolService,
  { limits, callTimeoutMs, running, cache }: LimitOptions,
): ToolService {
  const isShared = limits.store === 'cache';
  const rates = CallRates.create({
    ...limits,
    cache: isShared ? cache : undefined,
  });
  return withDeadline(withLimits(tools, { ...limits, running, rates }), {
    callTimeoutMs,
  });
}

interface CoreServices {
  actions: ActionsService;
  auth: AuthService;
  logger: LoggerService;
  rootConfig: RootConfigService;
}

function createCore(config: McpActionsConfig, services: CoreServices) {
  const { servers, coerceArguments, shownErrors } = config;
  const pluginSources = () => readPluginSources(services.rootConfig);
  const usable = withUsableActions(services.actions, services.logger);
  return ActionToolService.create({
    logger: services.logger,
    actions: rememberActions({
      ...services,
      ttlMs: config.cacheTtlMs,
      actions: withOwnActions(usable, { ...services, pluginSources }),
    }),
    pluginSources,
    requireAccess: credentials =>
      requireAccess(credentials, { ...services, ...config }),
    filters: new Map(servers.map(({ key, filter }) => [key, filter])),
    catalog: config,
    coerceArguments,
    shownErrors,
  });
}
