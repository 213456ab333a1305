import type { NextFunction, Request, RequestHandler, Response } from 'express';
import PromiseRouter from 'express-promise-router';

/** Spares a client's restart the request, and shows a changed configuration soon. */
const MAX_AGE_SECONDS = 300;
/** Unlike `*` this decodes nothing, and so fails on no path. */
const EVERY_PATH = /^/;
const ALLOWED_METHODS = 'GET, HEAD, OPTIONS';

/** A public document, or the status and error code to answer in its place. */
export type DocumentAnswer =
  | { status: 200; document: object }
  | { status: 404 | 502 | 503 | 504; error: string };

/** Finds the document at a path below the router. */
export type FindDocument = (path: string) => Promise<DocumentAnswer>;

export const NO_DOCUMENT: DocumentAnswer = { status: 404, error: 'not_found' };

/** Serves JSON documents to anyone, on any page; every answer is JSON, errors too. */
export function createDocumentRouter(
  findDocument: FindDocument,
): RequestHandler {
  const router = PromiseRouter();
  router.use(openToEveryPage);
  // Express answers HEAD from GET.
  router.get(EVERY_PATH, async (req, res) => {
    // Some clients put the slash of a configured URL at the end.
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
  // The platform's CORS sets it for the origins that it knows; beside `*` it is
  // invalid (Fetch Standard, "CORS protocol and credentials").
  res.removeHeader('Access-Control-Allow-Credentials');
  res.set('Access-Control-Allow-Origin', '*');
  res.set('Cache-Control', 'no-store');
  if (req.method === 'OPTIONS') {
    res.set('Access-Control-Allow-Methods', ALLOWED_METHODS);
    // By name for browsers that do not know `*` here.
    res.set('Access-Control-Allow-Headers', '*, MCP-Protocol-Version');
  }
  next();
}
