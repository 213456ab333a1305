import type { RequestHandler } from 'express';
import { createDocumentRouter } from './createDocumentRouter';
import {
  type ProtectedResourcesOptions,
  pathAppendedResources,
} from './protectedResourceDocuments';

/**
 * Handles requests for `.well-known` below a server, without credentials:
 * clients that probe there give up on a 401 or on HTML. Serves the server's own
 * document while OAuth is on, and a JSON 404 for everything else. Passes on all
 * other requests.
 */
export function createServerDocuments(
  options: ProtectedResourcesOptions,
): RequestHandler {
  const documents = createDocumentRouter(pathAppendedResources(options));
  return (req, res, next) =>
    isWellKnownBelowServers(req.path) ? documents(req, res, next) : next();
}

/**
 * Matches any path that could be a server's, so that nobody can find out which
 * servers exist.
 */
function isWellKnownBelowServers(path: string): boolean {
  return path.startsWith('/v1/') && `${path}/`.includes('/.well-known/');
}
