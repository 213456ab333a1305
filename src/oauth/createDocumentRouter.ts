import type { NextFunction, Request, RequestHandler, Response } from 'express';
import PromiseRouter from 'express-promise-router';

/**
 * Saves a restarting client the request, and still shows a changed
 * configuration soon.
 */
const MAX_AGE_SECONDS = 300;
/** Unlike `*`, this decodes nothing, and so no path can make it fail. */
const EVERY_PATH = /^/;
const ALLOWED_METHODS = 'GET, HEAD, OPTIONS';

/** A public document, or a status and error code in its place. */
export type DocumentAnswer =
  | { status: 200; document: object }
  | { status: 404 | 502 | 503 | 504; error: string };

/** Finds the document for a path below the router. */
export type FindDocument = (path: string) => Promise<DocumentAnswer>;

export const NO_DOCUMENT: DocumentAnswer = { status: 404, error: 'not_found' };

/**
 * Serves JSON documents to anyone, on any page. All responses are JSON,
 * including errors.
 */
export function createDocumentRouter(
  findDocument: FindDocument,
): RequestHandler {
  const router = PromiseRouter();
  router.use(openToEveryPage);
  // Express handles HEAD with the GET handler.
  router.get(EVERY_PATH, async (req, res) => {
    // Some clients append a slash to a configured URL.
    const answer = await findDocument(req.path.replace(/(?<=.)\/$/, ''));
    if (answer.status !== 200) {
      res.status(answer.status).json({ error: answer.error });
      return;
    }
    res
      .set('Cache-Control', `public, max-age=${MAX_AGE_SECONDS}`)
      .json(answer.document);
  });
  router.options(EVERY_PATH, (_req, res) => {
    res.status(204).end();
  });
  router.all(EVERY_PATH, (_req, res) => {
    res
      .status(405)
      .set('Allow', ALLOWED_METHODS)
      .json({ error: 'method_not_allowed' });
  });
  return router;
}

function openToEveryPage(
  req: Request,
  res: Response,
  next: NextFunction,
): void {
  // The platform's CORS sets this header for the origins that it knows. Beside
  // `*` it is invalid (Fetch Standard, "CORS protocol and credentials").
  res.removeHeader('Access-Control-Allow-Credentials');
  res.set('Access-Control-Allow-Origin', '*');
  res.set('Cache-Control', 'no-store');
  if (req.method === 'OPTIONS') {
    res.set('Access-Control-Allow-Methods', ALLOWED_METHODS);
    // Named explicitly for browsers that do not support `*` here.
    res.set('Access-Control-Allow-Headers', '*, MCP-Protocol-Version');
  }
  next();
}
