import type { Request } from 'express';
import { toLoggableLine } from '../text/loggableText';

/** The maximum length of a path, host name, address or user agent in a log. */
const MAX_TEXT_LENGTH = 256;

/**
 * Scheme and authority of a request target in absolute form (RFC 9112 §3.2.2),
 * which may contain a password.
 */
const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/?#;]*/i;

/** One view per request, so that services that cache by request still work. */
const views = new WeakMap<Request, Request>();

/**
 * Returns a view of the request that is safe to log. The auditor writes the
 * URL, the address, the host name and the user agent. The view cuts the URL to
 * its path, since a query may contain a token or a session id, and makes all
 * four short and visible. Everything else comes from the request itself.
 */
export function toLoggableRequest(req: Request): Request {
  const view = views.get(req) ?? createView(req);
  views.set(req, view);
  views.set(view, view);
  return view;
}

function createView(req: Request): Request {
  const get = (name: string) =>
    name.toLowerCase() === 'user-agent'
      ? toText(req.get(name))
      : // Express's types distinguish two kinds of header names.
        (req.get(name) as string | undefined);
  return Object.create(req, {
    url: { value: toPath(req.url) },
    originalUrl: { value: toPath(req.originalUrl) },
    // Read now: a closed socket has no address any more.
    ip: { value: toText(req.ip) },
    hostname: { value: toText(req.hostname) },
    get: { value: get },
    header: { value: get },
  });
}

function toPath(url: string): string {
  const [path] = url.replace(AUTHORITY, '').split(/[?#;]/, 1);
  return toLoggableLine(path, MAX_TEXT_LENGTH);
}

function toText(value: string | undefined): string | undefined {
  return value && toLoggableLine(value, MAX_TEXT_LENGTH);
}
