import type { ProtocolError } from '@modelcontextprotocol/server';
import type { DirectRequest } from './toDirectRequest';

/** What answers of the same result begin with; many share one object. */
export interface AnswerStart {
  readonly text: string;
}

export interface DirectAnswer {
  /** The whole JSON-RPC response. */
  readonly text: string;
  /** The same in two parts, if other answers begin alike. */
  readonly parts?: { readonly start: AnswerStart; readonly end: string };
}

type Id = DirectRequest['id'];

/** Of the result as JSON. */
export function startAnswer(result: string): AnswerStart {
  return { text: `{"jsonrpc":"2.0","result":${result}` };
}

/** The id comes last, so that what comes before can be shared. */
export function endAnswer(id: Id): string {
  return `,"id":${JSON.stringify(id)}}`;
}

export function errorAnswer(error: ProtocolError, id: Id): DirectAnswer {
  const { code, message, data } = error;
  const body = JSON.stringify({ code, message, data });
  return { text: `{"jsonrpc":"2.0","error":${body}${endAnswer(id)}` };
}
