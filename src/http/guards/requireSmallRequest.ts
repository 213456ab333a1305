import type { Request, RequestHandler } from 'express';
import { sendJsonRpcError } from '../jsonRpcError';

/** RFC 9110 §4.1 recommends that servers support at least this. */
const MAX_URL_LENGTH = 8_000;
/** Total size of all header fields. Twice the default of Node.js. */
const MAX_HEADERS_LENGTH = 32_768;

/**
 * The maximum length of each header that is split, matched or compared here.
 * `Authorization` has only the bound of all headers, since tokens may be long.
 */
const MAX_HEADER_LENGTHS: Readonly<Record<string, number>> = {
  // A host name has at most 253 characters (RFC 1035 §2.3.4), besides scheme
  // and port.
  origin: 300,
  host: 300,
  accept: 1_000,
  'accept-encoding': 1_000,
  'content-type': 1_000,
  'content-encoding': 1_000,
  'access-control-request-method': 100,
  'access-control-request-headers': 8_000,
  'mcp-protocol-version': 100,
  'mcp-method': 200,
  'mcp-name': 1_000,
  'mcp-session-id': 1_000,
  'last-event-id': 1_000,
  'x-mcp-readonly': 100,
  'x-mcp-toolsets': 8_000,
  'x-mcp-tools': 8_000,
  'x-mcp-exclude-tools': 8_000,
  traceparent: 1_000,
  // The specifications bound these to 512 characters and 8,192 bytes.
  tracestate: 8_192,
  baggage: 8_192,
};

/**
 * Refuses a request with a URL or headers that are too long to process. Runs
 * before everything else in this plugin, so that unauthenticated requests
 * cannot cause unbounded work. `jsonBody` bounds the bodies.
 */
export const requireSmallRequest: RequestHandler = (req, res, next) => {
  if (req.originalUrl.length > MAX_URL_LENGTH) {
    sendJsonRpcError(res, {
      status: 414,
      code: 'refused',
      message: `URI Too Long: the URL exceeds ${MAX_URL_LENGTH} characters`,
    });
    return;
  }
  const message = tooLongHeader(req);
  if (message) {
    // RFC 6585 §5.
    sendJsonRpcError(res, { status: 431, code: 'refused', message });
    return;
  }
  next();
};

function tooLongHeader({ headers, rawHeaders }: Request): string | undefined {
  const length = rawHeaders.reduce((sum, part) => sum + part.length, 0);
  if (length > MAX_HEADERS_LENGTH) {
    return `Request Header Fields Too Large: all together exceed ${MAX_HEADERS_LENGTH} characters`;
  }
  const name = Object.keys(MAX_HEADER_LENGTHS).find(
    key => (headers[key]?.length ?? 0) > MAX_HEADER_LENGTHS[key],
  );
  return (
    name &&
    `Request Header Fields Too Large: ${name} exceeds ${MAX_HEADER_LENGTHS[name]} characters`
  );
}
