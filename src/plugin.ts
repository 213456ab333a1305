import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsServiceRef,
  metricsServiceRef,
  tracingServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { createCore } from './core/createCore';
import { readMcpActionsConfig } from './config/readMcpActionsConfig';
import { readPluginSources } from './config/readPluginSources';
import { createMcpRouter } from './http/createMcpRouter';
import { edgeBoundsRef } from './http/edgeBounds';
import { requireSmallRequest } from './http/guards/requireSmallRequest';
import { AuthorizationServerMetadata } from './oauth/AuthorizationServerMetadata';
import { mountWellKnownRoutes } from './oauth/mountWellKnownRoutes';
import { SignInWays } from './oauth/SignInWays';
import { CallRates } from './limits/CallRates';
import { RunningCalls } from './limits/RunningCalls';
import { composeGuards } from './limits/composeGuards';
import { withDeadline } from './limits/withDeadline';
import { withCallRate } from './limits/withCallRate';
import { withCallsInFlight } from './limits/withCallsInFlight';
import { withDestructiveCallRate } from './limits/withDestructiveCallRate';
import { AuditTrail } from './observability/AuditTrail';
import {
  createInstruments,
  observeSseStreams,
} from './observability/instruments';
import { observeConnections } from './observability/observeConnections';
import { observeInfo } from './observability/observeInfo';
import { createObserve } from './observability/createObserve';
import { createTrace } from './observability/createTrace';
import { observeAudit } from './observability/observeAudit';
import { observeMetrics } from './observability/observeMetrics';
import { withActiveCalls } from './observability/withActiveCalls';
import { withLoggableRequests } from './observability/withLoggableRequests';
import { withWellFormedLog } from './observability/withWellFormedLog';
import { createPermissions } from './permissions/createPermissions';
import { MissingSources } from './report/MissingSources';
import { Reporter } from './report/Reporter';
import { wellFormed } from './text/wellFormed';

const deps = {
  actions: actionsServiceRef,
  auditor: coreServices.auditor,
  auth: coreServices.auth,
  cache: coreServices.cache,
  rootConfig: coreServices.rootConfig,
  bounds: edgeBoundsRef,
  discovery: coreServices.discovery,
  httpAuth: coreServices.httpAuth,
  httpRouter: coreServices.httpRouter,
  lifecycle: coreServices.lifecycle,
  logger: coreServices.logger,
  metrics: metricsServiceRef,
  permissions: coreServices.permissions,
  permissionsRegistry: coreServices.permissionsRegistry,
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
        const { auth, discovery, logger, rootConfig } = services;
        const config = wellFormed(readMcpActionsConfig(rootConfig));
        const running = RunningCalls.create();
        const trail = AuditTrail.create({ auditor: services.auditor, logger });
        const instruments = createInstruments(metrics);
        const core = createCore({
          actions: services.actions,
          auth,
          logger,
          rootConfig,
          pluginSources: () => readPluginSources(rootConfig),
          ttlMs: config.cacheTtlMs,
          catalog: config,
          coerceArguments: config.coerceArguments,
          output: config.output,
          portalUrl: config.portalUrl,
          shownErrors: config.shownErrors,
        });
        const permissions = createPermissions({
          ...services,
          config,
          tools: core,
        });
        const rates = CallRates.create({
          ...config.limits,
          cache: config.limits.store === 'cache' ? cache : undefined,
        });
        // Outermost first. The deadline responds for the guards inside it, and
        // the call counts as running until it ends. The permission comes before
        // the deadline and has its own, since the deadline's message names the
        // tool.
        const guard = composeGuards([
          withCallRate({ ...config.limits, rates }),
          permissions.guard,
          withDeadline(config),
          withCallsInFlight({ ...config.limits, running }),
          withDestructiveCallRate({ ...config.limits, rates }),
          withActiveCalls(instruments),
        ]);
        // The audit entry has the outcome that the client gets.
        const observe = createObserve({
          trace: createTrace({ tracing: services.tracing, ...config }),
          observers: [observeMetrics(instruments), observeAudit(trail)],
        });
        const metadata = AuthorizationServerMetadata.create({
          discovery,
          logger,
        });
        const signInWays = SignInWays.create({
          oauth: config.oauth,
          metadata,
          logger,
        });
        const reporter = Reporter.create({
          config,
          auth,
          discovery,
          logger,
          signInWays,
          catalogsOf: viewer => core.catalogsOf(viewer),
          permitsOf: permissions.permitsOf,
          missingSources: MissingSources.create({
            auth,
            discovery,
            rootInstanceMetadata: services.rootInstanceMetadata,
            pluginSources: config.pluginSources,
          }),
        });
        const mcp = createMcpRouter({
          config,
          bounds: services.bounds,
          auth,
          discovery,
          logger,
          tools: permissions.tools,
          guard,
          observe,
          callsEnded: () => running.ended(),
          httpAuth: withLoggableRequests(services.httpAuth),
          info: reporter,
          signInWays,
          observeInfo: observeInfo(trail),
          observeConnections: serverKey =>
            observeConnections({ ...instruments, serverKey, trail }),
        });
        observeSseStreams(metrics, mcp.openStreams);
        // Waits until all plugins have started, not only this one. The start
        // does not wait for a plugin that hangs.
        rootLifecycle.addStartupHook(() => void reporter.logStart());
        lifecycle.addShutdownHook(async () => {
          await mcp.close();
          await trail.drain();
        });
        httpRouter.use(mcp.router);
        // The platform's barrier would respond before the plugin, without a
        // challenge. requireCredentials replaces it.
        httpRouter.addAuthPolicy({ path: '/v1', allow: 'unauthenticated' });
        await mountWellKnownRoutes({
          rootHttpRouter: services.rootHttpRouter,
          discovery,
          servers: config.servers,
          oauth: config.oauth,
          metadata,
          guard: requireSmallRequest,
        });
      },
    });
  },
});
