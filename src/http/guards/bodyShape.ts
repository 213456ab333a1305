import type { JsonRpcErrorOptions } from '../jsonRpcError';

/**
 * Deeper than any meaningful message. Recursion fails at thousands of levels.
 */
const MAX_DEPTH = 100;
/**
 * Parsing and validation take microseconds per value. Tool arguments have
 * hundreds of values.
 */
const MAX_VALUES = 10_000;
/**
 * Maximum number of values outside the arguments of tools. The MCP SDK
 * validates these against its schemas and may report each of them, which takes
 * about 50 times as long.
 */
const MAX_ENVELOPE_VALUES = 500;
/** A value with text of this length counts twice. */
const TEXT_UNIT = 200;
/** Each message is a separate call. */
const MAX_MESSAGES = 50;

const TOO_DEEP: JsonRpcErrorOptions = {
  status: 400,
  code: 'invalidRequest',
  message: `Invalid Request: the request body nests deeper than ${MAX_DEPTH} levels`,
};
const TOO_MANY_VALUES = tooMany(`${MAX_VALUES} values`);
const TOO_LARGE_ENVELOPE = tooMany(
  `${MAX_ENVELOPE_VALUES} values, or ${(MAX_ENVELOPE_VALUES * TEXT_UNIT) / 1000} kB of text, beside the arguments of tools`,
);
const TOO_MANY_MESSAGES = tooMany(`${MAX_MESSAGES} messages`);

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPENING = [0x5b, 0x7b];
const CLOSING = [0x5d, 0x7d];
/** The last whitespace byte of JSON. Tab, line feed and return are smaller. */
const SPACE = 0x20;

/**
 * Refuses JSON that is too deep or has too many values, before it is parsed:
 * objects with many keys take longest to parse. Makes a single pass, and does
 * not check whether the text is valid JSON.
 *
 * @param json - in UTF-8, where other characters contain no ASCII bytes
 */
export function refusalOfText(json: Buffer): JsonRpcErrorOptions | undefined {
  let depth = 0;
  let values = 1;
  let isJustOpened = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (byte <= SPACE) {
      continue;
    }
    if (CLOSING.includes(byte)) {
      depth -= 1;
    } else if (byte === COMMA || isJustOpened) {
      values += 1;
    }
    isJustOpened = OPENING.includes(byte);
    if (isJustOpened) {
      depth += 1;
    } else if (byte === QUOTE) {
      at = endOfString(json, at);
    }
    if (depth > MAX_DEPTH || values > MAX_VALUES) {
      return depth > MAX_DEPTH ? TOO_DEEP : TOO_MANY_VALUES;
    }
  }
  return undefined;
}

/** Refuses messages that would take the MCP SDK too long. */
export function refusalOfMessages(
  body: unknown,
): JsonRpcErrorOptions | undefined {
  const messages = Array.isArray(body) ? body : [body];
  if (messages.length > MAX_MESSAGES) {
    return TOO_MANY_MESSAGES;
  }
  const weight = messages
    .map(message => weigh(message) - weigh(argumentsIn(message)))
    .reduce((sum, each) => sum + each, 0);
  return weight > MAX_ENVELOPE_VALUES ? TOO_LARGE_ENVELOPE : undefined;
}

/** The part that only the tool itself reads. */
function argumentsIn(message: any): unknown {
  const { method, params } = message ?? {};
  return method === 'tools/call' ? params?.arguments : undefined;
}

/** Counts values, with long text as several. The depth is already bounded. */
function weigh(value: unknown): number {
  if (value === undefined) {
    return 0;
  }
  if (typeof value === 'string') {
    return 1 + value.length / TEXT_UNIT;
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).reduce(
        (sum, [key, child]) => sum + key.length / TEXT_UNIT + weigh(child),
        1,
      )
    : 1;
}

/** The position of the quote that ends the string, or the end of the text. */
function endOfString(json: Buffer, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== QUOTE) {
    at += json[at] === BACKSLASH ? 2 : 1;
  }
  return at;
}

function tooMany(bound: string): JsonRpcErrorOptions {
  return {
    status: 413,
    code: 'refused',
    message: `Payload Too Large: the request body has more than ${bound}`,
  };
}
