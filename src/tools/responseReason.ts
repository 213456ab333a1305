import { STATUS_CODES } from 'node:http';
import { type ErrorLike, isError } from '@backstage/errors';
import type { JsonObject, JsonValue } from '@backstage/types';

const MAX_REASONS = 20;
const MAX_CAUSES = 10;
/** Longest reason that is not JSON: a sentence, not a page. */
const MAX_PROSE_LENGTH = 500;

/** What a status means to a caller, as `@backstage/errors` names it. */
const NAMES: Readonly<Record<number, string>> = {
  400: 'InputError',
  401: 'AuthenticationError',
  403: 'NotAllowedError',
  404: 'NotFoundError',
  409: 'ConflictError',
};

/** As clients write it: `400 Bad Request`, or `status code 400`. */
const STATUS = new RegExp(
  `\\bstatus (?:code )?([45]\\d\\d)\\b|\\b(?:${Object.entries(STATUS_CODES)
    .filter(([code]) => code >= '400')
    .map(([code, phrase]) => `${code} ${phrase}`)
    .join('|')})\\b`,
  'i',
);

/** A failed response behind an error: a caller's mistake if it is a 4xx. */
export interface ResponseReason {
  readonly status: number;
  /** `Name: message`, in words. */
  readonly message: string;
}

/**
 * The response that made an action fail. Clients put it into plain errors, which
 * say `Backend request failed, 400 Bad Request {"errors":[…]}`; what stands in
 * front of the status is of no use to a caller, and is left out.
 */
export function responseReason(thrown: ErrorLike): ResponseReason | undefined {
  const { error, status } = innermost(thrown);
  const { message } = error;
  const found = STATUS.exec(message);
  if (found) {
    const named = Number(/\d{3}/.exec(found[0])![0]);
    const rest = message.slice(found.index + found[0].length);
    return { status: named, message: toMessage(named, rest) };
  }
  if (status === undefined) {
    return undefined;
  }
  return { status, message: `${NAMES[status] ?? error.name}: ${message}` };
}

/** The error in the innermost of responses that each answer another. */
function innermost(thrown: ErrorLike): { error: ErrorLike; status?: number } {
  let error = thrown;
  let status: number | undefined;
  // One may cause itself.
  for (let level = 0; level < MAX_CAUSES; level++) {
    if (error.name !== 'ResponseError') {
      break;
    }
    status = typeof error.statusCode === 'number' ? error.statusCode : status;
    error = isError(error.cause) ? error.cause : error;
  }
  return { error, status };
}

/** @param rest - what follows the status in the text of an error */
function toMessage(status: number, rest: string): string {
  const phrase = STATUS_CODES[status] ?? '';
  const body = rest.replace(new RegExp(`^ ${phrase}`, 'i'), '');
  const reasons = (jsonReasons(body) ?? proseReasons(body)).filter(Boolean);
  const said = reasons.join('; ') || `${status} ${phrase}`;
  return `${NAMES[status] ?? 'ResponseError'}: ${said}`;
}

function proseReasons(body: string): string[] {
  const [line] = body.replace(/^[\s,:;.()-]+/, '').split('\n');
  // Pages are for browsers, and addresses for those who operate the portal.
  const prose = /[<{[]/.test(line) ? '' : line.replace(/\w+:\/\/\S+/g, '…');
  return prose ? [prose.slice(0, MAX_PROSE_LENGTH)] : [];
}

function jsonReasons(body: string): string[] | undefined {
  try {
    return reasonsIn(JSON.parse(body.slice(body.search(/[{[]/))));
  } catch {
    return undefined;
  }
}

/** The usual shapes: Backstage's, JSON Schema's, OAuth's, problem details (RFC 9457). */
function reasonsIn(value: JsonValue | undefined): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  if (Array.isArray(value)) {
    const more = value.length - MAX_REASONS;
    return [
      ...value.slice(0, MAX_REASONS).flatMap(entry => reasonsIn(entry)),
      ...(more > 0 ? [`and ${more.toLocaleString('en-US')} more`] : []),
    ];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const { message, property } = value;
  if (typeof message === 'string') {
    return [`${placeOf(property)}${message}`];
  }
  const inner = ['errors', 'error', 'error_description', 'detail', 'title'];
  return (
    inner.map(key => reasonsIn((value as JsonObject)[key])).find(hasAny) ?? []
  );
}

/** The validator of templates calls the whole of the parameters `instance`. */
function placeOf(property: JsonValue | undefined): string {
  const place =
    typeof property === 'string' ? property.replace(/^instance\.?/, '') : '';
  return place && `${place} `;
}

function hasAny(reasons: string[]): boolean {
  return reasons.length > 0;
}
