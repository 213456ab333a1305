import type { Request } from 'express';
import { toLoggableLine } from '../text/loggableText';

/** Longest path, host name, address and user agent in a log. */
const MAX_TEXT_LENGTH = 256;

/** Scheme and authority of a request target in absolute form (RFC 9112 §3.2.2): it may have a password. */
const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/?#;]*/i;

/** So that each request has one view, and services that remember by request do. */
const views = new WeakMap<Request, Request>();

/**
 * The request as a log may have it. The auditor writes the URL, the address, the
 * host name and the user agent: the URL is cut to its path, since a query may
 * have a token or the id of a session, and all of them are short and hide
 * nothing. Everything else is read from the request itself.
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
      : // Express has two types for it, by name.
        (req.get(name) as string | undefined);
  return Object.create(req, {
    url: { value: toPath(req.url) },
    originalUrl: { value: toPath(req.originalUrl) },
    // Of a socket that closed, nothing can be read any more.
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
