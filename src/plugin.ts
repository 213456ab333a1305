import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { readMcpActionsConfig } from './config/readMcpActionsConfig';
import { createMcpRouter } from './http/createMcpRouter';
import { mountWellKnownRoutes } from './oauth/mountWellKnownRoutes';
import { ActionToolService } from './tools/ActionToolService';

/**
 * Serves the actions of a backend to AI clients over MCP.
 *
 * @public
 */
export const mcpActionsPlugin = createBackendPlugin({
  pluginId: 'mcp-actions',
  register(env) {
    env.registerInit({
      deps: {
        actions: actionsServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        rootHttpRouter: coreServices.rootHttpRouter,
      },
      async init({ actions, httpRouter, lifecycle, rootHttpRouter, ...deps }) {
        const { discovery, httpAuth, logger } = deps;
        const config = readMcpActionsConfig(deps.config);
        const { servers, oauth } = config;
        const tools = ActionToolService.create({
          actions,
          filters: new Map(servers.map(({ key, filter }) => [key, filter])),
          catalog: {
            overrides: config.overrides,
            namespaced: config.namespacedToolNames,
          },
        });

        const mcp = createMcpRouter({
          config,
          tools,
          discovery,
          httpAuth,
          logger,
        });
        lifecycle.addShutdownHook(() => mcp.close());
        httpRouter.use(mcp.router);
        // The platform's barrier answers before the plugin, and its answer cannot
        // carry a challenge: requireCredentials stands in for it.
        httpRouter.addAuthPolicy({ path: '/v1', allow: 'unauthenticated' });

        if (oauth.enabled) {
          mountWellKnownRoutes(rootHttpRouter, {
            servers,
            oauth,
            discovery,
            logger,
          });
        }
      },
    });
  },
});
