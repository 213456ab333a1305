import type { RequestHandler } from 'express';
import { createDocumentRouter } from './createDocumentRouter';
import {
  type ProtectedResourcesOptions,
  resourcesBeforeWellKnown,
} from './protectedResourceDocuments';

/**
 * Answers whatever is asked of `.well-known` below a server, without
 * credentials: clients that probe there give up on a 401 or on HTML. The server's
 * own document is there while OAuth is on, and all else is a JSON 404. Passes on
 * every other request.
 */
export function createServerDocuments(
  options: ProtectedResourcesOptions,
): RequestHandler {
  const documents = createDocumentRouter(resourcesBeforeWellKnown(options));
  return (req, res, next) =>
    isWellKnownBelowServers(req.path) ? documents(req, res, next) : next();
}

/** Below any path that is or could be a server's, so that nobody finds out which are. */
function isWellKnownBelowServers(path: string): boolean {
  return path.startsWith('/v1/') && `${path}/`.includes('/.well-known/');
}
