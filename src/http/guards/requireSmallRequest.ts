import type { Request, RequestHandler } from 'express';
import { sendJsonRpcError } from '../jsonRpcError';

/** RFC 9110 §4.1 recommends that servers support at least this. */
const MAX_URL_LENGTH = 8_000;
/** All header fields together; twice what Node.js takes unless it is configured otherwise. */
const MAX_HEADERS_LENGTH = 32_768;

/**
 * The longest value of each header that is split, matched or compared here.
 * `Authorization` has the bound of all headers only: tokens may be long.
 */
const MAX_HEADER_LENGTHS: Readonly<Record<string, number>> = {
  // A host name has 253 characters (RFC 1035 §2.3.4), beside scheme and port.
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
  // Both are bounded by their specifications, to 512 characters and to 8,192 bytes.
  tracestate: 8_192,
  baggage: 8_192,
};

/**
 * Refuses a request whose URL or headers are too long to look at. Stands before
 * everything else of this plugin, so that no work there grows with what anyone
 * may send without credentials. Bodies are bounded by `jsonBody`.
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
