import type { Request, RequestHandler, Response } from 'express';

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const EXPOSE_HEADERS = 'Access-Control-Expose-Headers';
const REQUEST_HEADERS = 'Access-Control-Request-Headers';

/**
 * Response headers that MCP clients read, besides those that every page may
 * read.
 */
const EXPOSED = [
  'WWW-Authenticate',
  'Mcp-Session-Id',
  'MCP-Protocol-Version',
  'Retry-After',
];
/** Request headers of clients in any protocol revision. */
const ALLOWED = [
  'Authorization',
  'Content-Type',
  'Accept',
  'MCP-Protocol-Version',
  'Mcp-Method',
  'Mcp-Name',
  'Mcp-Session-Id',
  'Last-Event-ID',
  'X-MCP-Readonly',
  'X-MCP-Toolsets',
  'X-MCP-Tools',
  'X-MCP-Exclude-Tools',
  'traceparent',
  'tracestate',
  'baggage',
];
/** Parameters of tools, `Mcp-Param-*`, and MCP headers of later revisions. */
const MCP_HEADER = /^(x-)?mcp-[\w!#$%&'*+.^`|~-]+$/i;
/**
 * Chromium caches a preflight no longer than this. Each request still checks
 * what it allows.
 */
const MAX_AGE_SECONDS = 2 * 60 * 60;

/**
 * Lets the calling page read the response, and handles its preflights (Fetch
 * standard §3.3). Runs after `requireAllowedOrigin`, so that every origin it sees is
 * allowed. The platform's CORS middleware runs earlier: it has handled the
 * preflights for `backend.cors.origin`, and its headers are kept.
 *
 * Never allows credentials: the page sends the token, not the browser.
 */
export function cors(): RequestHandler {
  return function originPermit(req, res, next) {
    const { origin } = req.headers;
    if (origin === undefined) {
      next();
      return;
    }
    if (!res.hasHeader(ALLOW_ORIGIN)) {
      res.set(ALLOW_ORIGIN, origin);
    }
    if (isPreflight(req)) {
      answerPreflight(req, res);
      return;
    }
    res.set(
      EXPOSE_HEADERS,
      withoutRepeats([...exposedBefore(res), ...EXPOSED]),
    );
    next();
  };
}

function isPreflight(req: Request): boolean {
  return (
    req.method === 'OPTIONS' &&
    req.get('Access-Control-Request-Method') !== undefined
  );
}

function answerPreflight(req: Request, res: Response): void {
  const asked = namesIn(req.get(REQUEST_HEADERS)).filter(name =>
    MCP_HEADER.test(name),
  );
  res
    .status(204)
    .vary(REQUEST_HEADERS)
    .set({
      'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
      'Access-Control-Allow-Headers': withoutRepeats([...ALLOWED, ...asked]),
      'Access-Control-Max-Age': `${MAX_AGE_SECONDS}`,
    })
    .end();
}

/**
 * Headers that the operator, or this middleware on a parent path, has exposed.
 */
function exposedBefore(res: Response): string[] {
  return namesIn(res.get(EXPOSE_HEADERS));
}

function namesIn(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(Boolean);
}

/** Joins header names, and keeps the first spelling of each. */
function withoutRepeats(names: string[]): string {
  const byName = new Map<string, string>();
  for (const name of names) {
    const key = name.toLowerCase();
    byName.set(key, byName.get(key) ?? name);
  }
  return [...byName.values()].join(', ');
}
