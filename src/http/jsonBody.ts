import express, { type RequestHandler } from 'express';
import { isJsonContentType } from '@modelcontextprotocol/server';
import { type JsonRpcErrorOptions, sendJsonRpcError } from './jsonRpcError';

/** Deeper than any message that a tool could mean; recursion ends at thousands. */
const MAX_DEPTH = 100;

const EMPTY_TYPE = 'entity.empty';

const UNSUPPORTED_MEDIA_TYPE: JsonRpcErrorOptions = {
  status: 415,
  code: 'refused',
  message:
    'Unsupported Media Type: send application/json, in UTF-8, unencoded or gzip',
  // RFC 9110 §15.5.16.
  headers: { Accept: 'application/json', 'Accept-Encoding': 'gzip, identity' },
};
const EMPTY_BODY: JsonRpcErrorOptions = {
  status: 400,
  code: 'parseError',
  message: 'Parse error: the request body is empty',
};
const INVALID_JSON: JsonRpcErrorOptions = {
  status: 400,
  code: 'parseError',
  message: 'Parse error: the request body is not valid JSON',
};
const TOO_DEEP: JsonRpcErrorOptions = {
  status: 400,
  code: 'invalidRequest',
  message: `Invalid Request: the request body nests deeper than ${MAX_DEPTH} levels`,
};

/** Bounds and parses the body of a POST; `req.body` is the JSON value as sent. */
export function jsonBody(maxBytes: number): RequestHandler {
  const parse = express.json({
    limit: maxBytes,
    strict: false,
    type: () => true,
    verify: (_req, _res, body) => requireSomeBody(body),
  });
  return function bodyParser(req, res, next) {
    if (req.method !== 'POST') {
      next();
      return;
    }
    if (!isJsonContentType(req.headers['content-type'] ?? null)) {
      sendJsonRpcError(res, UNSUPPORTED_MEDIA_TYPE);
      return;
    }
    if (hasNoBody(req.headers)) {
      sendJsonRpcError(res, EMPTY_BODY);
      return;
    }
    parse(req, res, (error?: unknown) => {
      const refusal = error ? refusalOf(error, maxBytes) : undefined;
      if (refusal) {
        sendJsonRpcError(res, refusal);
      } else if (isDeeperThan(req.body, MAX_DEPTH)) {
        sendJsonRpcError(res, TOO_DEEP);
      } else {
        next();
      }
    });
  };
}

/** RFC 9112 §6.3; body-parser does not even look at such a request. */
function hasNoBody(headers: NodeJS.Dict<string | string[]>): boolean {
  return (
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined
  );
}

/** body-parser reads no bytes at all as an empty object. */
function requireSomeBody(body: Buffer): void {
  if (body.length === 0) {
    throw Object.assign(new Error(EMPTY_BODY.message), { type: EMPTY_TYPE });
  }
}

/** body-parser puts the status that fits on its errors, or keeps our type. */
function refusalOf(error: unknown, maxBytes: number): JsonRpcErrorOptions {
  const { status, type } = error as { status?: number; type?: string };
  if (type === EMPTY_TYPE) {
    return EMPTY_BODY;
  }
  switch (status) {
    case 413:
      return {
        status: 413,
        code: 'refused',
        message: `Payload Too Large: the request body exceeds ${maxBytes} bytes`,
      };
    case 415:
      return UNSUPPORTED_MEDIA_TYPE;
    default:
      return INVALID_JSON;
  }
}

/** Recurses no deeper than the limit. */
function isDeeperThan(value: unknown, limit: number): boolean {
  if (limit < 0) {
    return true;
  }
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).some(child => isDeeperThan(child, limit - 1))
  );
}
