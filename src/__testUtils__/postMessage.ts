import { mockCredentials } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';

/** A JSON-RPC request, or a notification when it has no id. */
export interface Message {
  id?: number | string;
  method: string;
  params?: JsonObject;
}

export interface PostOptions {
  /** User entity ref of the caller. */
  as?: string;
  signal?: AbortSignal;
  /** Over those of 2025-11-25. */
  headers?: Record<string, string>;
}

/** Posts a message as it is, without a client's help. */
export function postMessage(
  url: string,
  message: Message,
  { as, signal, headers }: PostOptions = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      authorization: mockCredentials.user.header(as),
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    signal,
  });
}

/** The call of a tool, as a message. */
export function callOf(
  name: string,
  id: number | string = 1,
  _meta: JsonObject = {},
): Message {
  return { id, method: 'tools/call', params: { name, arguments: {}, _meta } };
}

let users = 0;

/** Somebody who has not called yet. */
export function newUser(): string {
  return `user:default/caller-${++users}`;
}

/** The last JSON-RPC message of an answer, be it JSON or a stream of events. */
export async function messageOf(response: Response) {
  const text = await response.text();
  return messagesIn(text).at(-1) ?? JSON.parse(text);
}

/** The JSON-RPC messages of a stream of events. */
export function messagesIn(text: string): any[] {
  return [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json]) =>
    JSON.parse(json),
  );
}
