import type { Request, RequestHandler, Response } from 'express';

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const EXPOSE_HEADERS = 'Access-Control-Expose-Headers';
const REQUEST_HEADERS = 'Access-Control-Request-Headers';

/** What an MCP client reads of an answer, beside what every page may read. */
const EXPOSED = [
  'WWW-Authenticate',
  'Mcp-Session-Id',
  'MCP-Protocol-Version',
  'Retry-After',
];
/** What clients of any protocol revision send. */
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
/** Parameters of tools, `Mcp-Param-*`, and what later revisions add to MCP's own. */
const MCP_HEADER = /^(x-)?mcp-[\w!#$%&'*+.^`|~-]+$/i;
/** Chromium keeps a preflight's answer no longer. What it allows is checked anew by each request. */
const MAX_AGE_SECONDS = 2 * 60 * 60;

/**
 * Lets the page that called read the answer, and answers its preflights (Fetch
 * standard §3.3). It stands behind `checkOrigin`, so that each origin it sees is
 * allowed. The platform's own CORS middleware ran before: it has answered the
 * preflights of `backend.cors.origin`, and its headers are kept.
 *
 * Never allows credentials: a token is sent by the page, not by the browser.
 */
export function allowOrigin(): RequestHandler {
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

/** What the operator exposes, or this middleware on a path above. */
function exposedBefore(res: Response): string[] {
  return namesIn(res.get(EXPOSE_HEADERS));
}

function namesIn(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(Boolean);
}

/** One list of header names, each with the spelling that came first. */
function withoutRepeats(names: string[]): string {
  const byName = new Map<string, string>();
  for (const name of names) {
    const key = name.toLowerCase();
    byName.set(key, byName.get(key) ?? name);
  }
  return [...byName.values()].join(', ');
}
