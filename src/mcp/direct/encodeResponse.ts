import type { ProtocolError } from '@modelcontextprotocol/server';
import type { UsualRequest } from './parseRequest';

/** Shared prefix of all responses with this result. */
export interface ResponseStart {
  readonly text: string;
}

/** A JSON-RPC response as text. */
export interface EncodedResponse {
  readonly text: string;
  /** The same text in two parts, when other responses share the first one. */
  readonly parts?: { readonly start: ResponseStart; readonly end: string };
}

type Id = UsualRequest['id'];

/** @param result - as JSON text */
export function encodeStart(result: string): ResponseStart {
  return { text: `{"jsonrpc":"2.0","result":${result}` };
}

/** The id comes last, so that the text before it can be shared. */
export function encodeEnd(id: Id): string {
  return `,"id":${JSON.stringify(id)}}`;
}

export function encodeError(error: ProtocolError, id: Id): EncodedResponse {
  const { code, message, data } = error;
  const body = JSON.stringify({ code, message, data });
  return { text: `{"jsonrpc":"2.0","error":${body}${encodeEnd(id)}` };
}
