import express, { type RequestHandler } from 'express';
import { isJsonContentType } from '@modelcontextprotocol/server';
import { refusalOfMessages, refusalOfText } from './bodyShape';
import { type JsonRpcErrorOptions, sendJsonRpcError } from '../jsonRpcError';

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

/** Thrown for a body that is refused before it is parsed. */
class RefusedBodyError extends Error {
  constructor(readonly refusal: JsonRpcErrorOptions) {
    super(refusal.message);
  }
}

/**
 * Bounds and parses the body of a POST. `req.body` is the JSON value as sent.
 */
export function jsonBody(maxBytes: number): RequestHandler {
  const parse = express.json({
    limit: maxBytes,
    strict: false,
    type: () => true,
    verify: (_req, _res, body, charset) => requireParsable(body, charset),
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
      const refusal = error
        ? refusalOf(error, maxBytes)
        : refusalOfMessages(req.body);
      if (refusal) {
        sendJsonRpcError(res, refusal);
      } else {
        next();
      }
    });
  };
}

/** RFC 9112 §6.3. body-parser skips such a request. */
function hasNoBody(headers: NodeJS.Dict<string | string[]>): boolean {
  return (
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined
  );
}

/**
 * body-parser accepts every `utf-*`, and reads an empty body as an empty
 * object.
 */
function requireParsable(body: Buffer, charset: string): void {
  // RFC 8259 §8.1.
  const refusal =
    charset.toLowerCase() === 'utf-8'
      ? refusalOfText(body)
      : UNSUPPORTED_MEDIA_TYPE;
  if (refusal || body.length === 0) {
    throw new RefusedBodyError(refusal ?? EMPTY_BODY);
  }
}

/**
 * body-parser sets a fitting status on its errors, and keeps ours unchanged.
 */
function refusalOf(error: unknown, maxBytes: number): JsonRpcErrorOptions {
  if (error instanceof RefusedBodyError) {
    return error.refusal;
  }
  const { status } = error as { status?: number };
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
