import type { RootHttpRouterService } from '@backstage/backend-plugin-api';
import type { RequestHandler } from 'express';
import PromiseRouter from 'express-promise-router';
import {
  authorizationServerDocuments,
  type AuthorizationServerDocumentsOptions,
} from './authorizationServerDocuments';
import { createDocumentRouter } from './createDocumentRouter';
import { createServerDocuments } from './createServerDocuments';
import { PROTECTED_RESOURCE_PATH } from './protectedResource';
import {
  type ProtectedResourcesOptions,
  pathInsertedResources,
} from './protectedResourceDocuments';

export interface WellKnownOptions
  extends ProtectedResourcesOptions, AuthorizationServerDocumentsOptions {
  rootHttpRouter: Pick<RootHttpRouterService, 'use'>;
  /** Runs before every request. */
  guard: RequestHandler;
}

/**
 * Mounts the public OAuth documents on the root router, where clients look for
 * them: RFC 9728 for each server, RFC 8414 and OpenID Connect Discovery for the
 * auth backend. Mounts nothing while OAuth is off. `createServerDocuments`
 * serves the documents below the servers' own paths, since the root router
 * leaves these paths to the plugin.
 */
export async function mountWellKnownRoutes(
  options: WellKnownOptions,
): Promise<void> {
  const { rootHttpRouter, oauth, discovery } = options;
  if (!oauth.enabled) {
    return;
  }
  const resources = createDocumentRouter(pathInsertedResources(options));
  // One router for both paths, so that they share the cached document.
  const issuer = createDocumentRouter(authorizationServerDocuments(options));
  const prefix = prefixOf(await discovery.getExternalBaseUrl('mcp-actions'));
  const mount = (path: string, documents: RequestHandler) =>
    rootHttpRouter.use(path, PromiseRouter().use(options.guard, documents));
  for (const front of new Set(['', prefix])) {
    mount(`${front}${PROTECTED_RESOURCE_PATH}`, resources);
    mount(`${front}/.well-known/oauth-authorization-server`, issuer);
    mount(`${front}/.well-known/openid-configuration`, issuer);
  }
  if (prefix) {
    mount(`${prefix}/api/mcp-actions`, createServerDocuments(options));
  }
}

/** The path prefix of the deployment, which a proxy may strip or keep. */
function prefixOf(baseUrl: string): string {
  const { pathname } = new URL(baseUrl);
  return pathname.match(/^(.+)\/api\/mcp-actions$/)?.[1] ?? '';
}
