import { STATUS_CODES } from 'node:http';
import { type ErrorLike, isError } from '@backstage/errors';
import type { JsonObject, JsonValue } from '@backstage/types';
import { cutText } from '../text/cutText';
import { unsaidReason } from './unsaidReason';

const MAX_REASONS = 20;
const MAX_CAUSES = 10;
/**
 * Characters of an error that are read. Leaves room for a long list of reasons
 * in JSON.
 */
const MAX_READ_LENGTH = 65_536;
/** The maximum length of a reason that is not JSON: a sentence, not a page. */
const MAX_PROSE_LENGTH = 500;
/**
 * Bounded, so that a long word is not searched again from each of its letters.
 */
const ADDRESS = /\w{1,20}:\/\/\S+/g;

/** The meaning of a status for a caller, as `@backstage/errors` names it. */
const NAMES: Readonly<Record<number, string>> = {
  400: 'InputError',
  401: 'AuthenticationError',
  403: 'NotAllowedError',
  404: 'NotFoundError',
  409: 'ConflictError',
};

/** As HTTP clients write it: `400 Bad Request`, or `status code 400`. */
const STATUS = new RegExp(
  `\\bstatus (?:code )?([45]\\d\\d)\\b|\\b(?:${Object.entries(STATUS_CODES)
    .filter(([code]) => code >= '400')
    .map(([code, phrase]) => `${code} ${phrase}`)
    .join('|')})\\b`,
  'i',
);

/** A failed response behind an error. A 4xx status is the caller's mistake. */
export interface ResponseReason {
  readonly status: number;
  /** `Name: message`, as readable text. */
  readonly message: string;
}

/**
 * Returns the response that made an action fail. Clients put it into plain
 * errors such as `Backend request failed, 400 Bad Request {"errors":[…]}`.
 * Leaves out the text before the status, which does not help a caller.
 */
export function responseReason(thrown: ErrorLike): ResponseReason | undefined {
  const { error, status } = innermost(thrown);
  const message = cutText(error.message, MAX_READ_LENGTH);
  const found = STATUS.exec(message);
  if (found) {
    const named = Number(/\d{3}/.exec(found[0])![0]);
    const rest = message.slice(found.index + found[0].length);
    return { status: named, message: toMessage(named, rest) };
  }
  if (status === undefined) {
    return undefined;
  }
  const name = NAMES[status] ?? error.name;
  return { status, message: `${name}: ${message || unsaidReason(name)}` };
}

/**
 * Unwraps responses that each pass on another, and returns the innermost error.
 */
function innermost(thrown: ErrorLike): { error: ErrorLike; status?: number } {
  let error = thrown;
  let status: number | undefined;
  // An error may be its own cause.
  for (let level = 0; level < MAX_CAUSES; level++) {
    if (error.name !== 'ResponseError') {
      break;
    }
    status = typeof error.statusCode === 'number' ? error.statusCode : status;
    error = isError(error.cause) ? error.cause : error;
  }
  return { error, status };
}

/** @param rest - the text that follows the status in an error */
function toMessage(status: number, rest: string): string {
  const phrase = STATUS_CODES[status] ?? '';
  const body = rest.replace(new RegExp(`^ ${phrase}`, 'i'), '');
  const name = NAMES[status] ?? 'ResponseError';
  const said =
    jsonReasons(body) ??
    proseReason(body) ??
    unsaidReason(name, `${status} ${phrase}`);
  return `${name}: ${said}`;
}

function proseReason(body: string): string | undefined {
  const [line] = body.replace(/^[\s,:;.()-]+/, '').split('\n');
  // Callers need neither HTML pages nor internal addresses.
  if (/[<{[]/.test(line)) {
    return undefined;
  }
  const prose = cutText(line, 2 * MAX_PROSE_LENGTH).replace(ADDRESS, '…');
  return cutText(prose, MAX_PROSE_LENGTH) || undefined;
}

function jsonReasons(body: string): string | undefined {
  const start = body.search(/[{[]/);
  if (start === -1) {
    return undefined;
  }
  try {
    const reasons = reasonsIn(JSON.parse(body.slice(start)));
    return reasons.filter(Boolean).join('; ') || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Common formats: Backstage, JSON Schema, OAuth, problem details (RFC 9457).
 */
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

/** The scaffolder's validator calls the parameters as a whole `instance`. */
function placeOf(property: JsonValue | undefined): string {
  const place =
    typeof property === 'string' ? property.replace(/^instance\.?/, '') : '';
  return place && `${place} `;
}

function hasAny(reasons: string[]): boolean {
  return reasons.length > 0;
}
