import type { RequestHandler } from 'express';
import PromiseRouter from 'express-promise-router';
import type { McpActionsConfig, ServerDefinition } from '../config/types';
import {
  createDocumentRouter,
  NO_DOCUMENT,
} from '../oauth/createDocumentRouter';
import { CLIENT_DOCUMENT_PATH } from '../page/clientDocument';
import type { Page } from '../page/Pages';
import { checkOrigin } from './guards/checkOrigin';
import { requireAllowedHost } from './guards/requireAllowedHost';

/** What the pages come from. */
export interface PageSource {
  page(server: ServerDefinition): Promise<Page>;
  clientDocument(): Promise<object>;
}

export interface PageRouterOptions {
  config: McpActionsConfig;
  pages: PageSource;
}

const HEADERS = {
  // It is another one once the configuration is, and its address may have a code.
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Of those that fit equally well the first counts, so `any type` is no wish for HTML. */
const OFFERED = ['application/json', 'text/event-stream', 'text/html'];

/** Skips the page for whoever does not prefer HTML by its name. */
const leaveToOthers: RequestHandler = (req, res, next) => {
  // Caches must not give a client the page.
  res.vary('Accept');
  next(req.accepts(OFFERED) === 'text/html' ? undefined : 'route');
};

/**
 * Answers a browser at the address of a server, without credentials, with the
 * server's page. Passes on every other request.
 */
export function createPageRouter(options: PageRouterOptions): RequestHandler {
  const { pages } = options;
  const pageRouter = createGetRouter(options);
  const document = createDocumentRouter(async path =>
    path === '/'
      ? { status: 200, document: await pages.clientDocument() }
      : NO_DOCUMENT,
  );
  const router = PromiseRouter();
  router.use(CLIENT_DOCUMENT_PATH, document);
  router.use((req, res, next) => {
    // A router that knows a path answers OPTIONS for it, and so every preflight.
    if (req.method === 'GET' || req.method === 'HEAD') {
      pageRouter(req, res, next);
    } else {
      next();
    }
  });
  return router;
}

function createGetRouter({ config, pages }: PageRouterOptions): RequestHandler {
  const router = PromiseRouter();
  const guards = [
    ...(config.credentialsRequired ? [] : [requireAllowedHost(config)]),
    checkOrigin(config.allowedOrigins),
  ];
  for (const server of config.servers) {
    router.get(server.path, leaveToOthers, ...guards, async (_req, res) => {
      const page = await pages.page(server);
      res
        .set(HEADERS)
        .set('Content-Security-Policy', page.contentSecurityPolicy)
        .type('html')
        .send(page.html);
    });
  }
  return router;
}
