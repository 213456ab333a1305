import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { RequestHandler } from 'express';
import PromiseRouter from 'express-promise-router';
import type { McpActionsConfig, ServerDefinition } from '../config/types';
import {
  createDocumentRouter,
  NO_DOCUMENT,
} from '../oauth/createDocumentRouter';
import { CLIENT_DOCUMENT_PATH } from '../page/clientDocument';
import type { Page } from '../page/Pages';
import { toLoggableError } from '../text/toLoggableError';
import { requireAllowedOrigin } from './guards/requireAllowedOrigin';
import { requireAllowedHost } from './guards/requireAllowedHost';
import { INFO_PATH } from './leaveToInfoServer';

/** What the pages come from. */
export interface PageSource {
  page(server: ServerDefinition): Promise<Page>;
  noServer(): Promise<Page>;
  unavailable(): Page;
  clientDocument(): Promise<object>;
}

export interface PageRouterOptions {
  config: McpActionsConfig;
  pages: PageSource;
  logger: LoggerService;
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

/** Where a server is, or could be. It captures nothing, so that nothing is decoded. */
const PATHS_OF_SERVERS = /^\/v1(?:\/[^/]+(?:\/readonly)?)?\/?$/;
const SSE_PATH = '/v1/sse';

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
 * server's page, and at an address that has none with the addresses of the servers.
 * Passes on every other request.
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

function createGetRouter(options: PageRouterOptions): RequestHandler {
  const { config, pages } = options;
  const router = PromiseRouter();
  const send = createSend(options);
  const guards = [
    leaveToOthers,
    ...(config.credentialsRequired ? [] : [requireAllowedHost(config)]),
    requireAllowedOrigin(config.allowedOrigins),
  ];
  for (const server of config.servers) {
    router.get(
      server.path,
      ...guards,
      send(200, () => pages.page(server)),
    );
  }
  // Not a server, but not nothing either.
  router.get([INFO_PATH, SSE_PATH], (_req, _res, next) => next('router'));
  router.get(
    PATHS_OF_SERVERS,
    ...guards,
    send(404, () => pages.noServer()),
  );
  return router;
}

function createSend({ pages, logger }: PageRouterOptions) {
  return (status: number, toPage: () => Promise<Page>): RequestHandler =>
    async (req, res) => {
      const answer = await toPage().then(
        page => ({ status, page }),
        error => {
          const reason = toLoggableError(toError(error));
          logger.error('The page of an MCP server failed', reason);
          return { status: 503, page: pages.unavailable() };
        },
      );
      const { html, gzip, contentSecurityPolicy } = answer.page;
      const isZipped = gzip && req.acceptsEncodings('gzip');
      res
        .status(answer.status)
        .set(HEADERS)
        .set('Content-Security-Policy', contentSecurityPolicy)
        .set(isZipped ? { 'Content-Encoding': 'gzip' } : {})
        .vary('Accept-Encoding')
        .type('html')
        .send(isZipped ? gzip : html);
    };
}
