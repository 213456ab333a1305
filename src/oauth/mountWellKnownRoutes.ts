import type {
  DiscoveryService,
  LoggerService,
  RootHttpRouterService,
} from '@backstage/backend-plugin-api';
import type { RequestHandler } from 'express';
import PromiseRouter from 'express-promise-router';
import type { OAuthConfig } from '../config/types';
import { fetchOpenIdConfiguration } from './fetchOpenIdConfiguration';
import {
  type PublicServer,
  resourceUrl,
  toProtectedResource,
} from './protectedResource';

export interface WellKnownOptions {
  rootHttpRouter: Pick<RootHttpRouterService, 'use'>;
  servers: readonly PublicServer[];
  oauth: OAuthConfig;
  discovery: DiscoveryService;
  logger: LoggerService;
}

/**
 * Mounts the public OAuth documents on the root router, where clients look for
 * them: RFC 9728 for each server, RFC 8414 for the auth backend. Nothing is
 * mounted while OAuth is off.
 */
export function mountWellKnownRoutes(options: WellKnownOptions): void {
  const { rootHttpRouter, oauth } = options;
  if (!oauth.enabled) {
    return;
  }
  rootHttpRouter.use(
    '/.well-known/oauth-protected-resource',
    createDocumentRouter(protectedResourceHandler(options)),
  );
  rootHttpRouter.use(
    '/.well-known/oauth-authorization-server',
    createDocumentRouter(authorizationServerHandler(options)),
  );
}

function createDocumentRouter(handler: RequestHandler): RequestHandler {
  const router = PromiseRouter();
  // Express answers HEAD from GET.
  router.get('*', handler);
  router.all('*', (_req, res) => {
    res
      .status(405)
      .set('Allow', 'GET, HEAD')
      .json({ error: 'method_not_allowed' });
  });
  return router;
}

function protectedResourceHandler(options: WellKnownOptions): RequestHandler {
  const { servers, oauth, discovery } = options;
  return async (req, res) => {
    const [baseUrl, authBaseUrl] = await Promise.all([
      discovery.getExternalBaseUrl('mcp-actions'),
      discovery.getExternalBaseUrl('auth'),
    ]);
    const definition = servers.find(
      server =>
        // The second is what a proxy that strips a path prefix leaves of it.
        req.path === new URL(resourceUrl(baseUrl, server)).pathname ||
        req.path === `/api/mcp-actions${server.path}`,
    );
    if (!definition) {
      res.status(404).json({ error: 'not_found' });
      return;
    }
    res.json(
      toProtectedResource({
        definition,
        baseUrl,
        authorizationServers: [authBaseUrl],
        scopesSupported: oauth.scopesSupported,
      }),
    );
  };
}

function authorizationServerHandler(options: WellKnownOptions): RequestHandler {
  const { discovery, logger } = options;
  return async (req, res) => {
    const issuer = await discovery.getExternalBaseUrl('auth');
    // RFC 8414 §3.1 puts the issuer's path behind; older clients ask the bare path.
    if (req.path !== '/' && req.path !== new URL(issuer).pathname) {
      res.status(404).json({ error: 'not_found' });
      return;
    }
    const found = await fetchOpenIdConfiguration(
      await discovery.getBaseUrl('auth'),
    );
    if (found.status !== 200) {
      logger.warn(`The auth backend's OAuth document: ${found.reason}`);
      res.status(found.status).json({ error: 'temporarily_unavailable' });
      return;
    }
    res.json(found.document);
  };
}
