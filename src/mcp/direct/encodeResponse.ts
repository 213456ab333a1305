import type { ProtocolError } from '@modelcontextprotocol/server';
import type { UsualRequest } from './parseRequest';

/** Shared prefix of all responses with this result. */
export interface ResponseStart {
  readonly text: string;
}

/** A JSON-RPC response as text. */
export interface EncodedResponse {
  readonly text: string;
  /** The same in two parts, if other responses share the first. */
  readonly parts?: { readonly start: ResponseStart; readonly end: string };
}

type Id = UsualRequest['id'];

/** @param result - as JSON */
export function encodeStart(result: string): ResponseStart {
  return { text: `{"jsonrpc":"2.0","result":${result}` };
}

/** The id comes last, so that what comes before can be shared. */
export function encodeEnd(id: Id): string {
  return `,"id":${JSON.stringify(id)}}`;
}

export function encodeError(error: ProtocolError, id: Id): EncodedResponse {
  const { code, message, data } = error;
  const body = JSON.stringify({ code, message, data });
  return { text: `{"jsonrpc":"2.0","error":${body}${encodeEnd(id)}` };
}
