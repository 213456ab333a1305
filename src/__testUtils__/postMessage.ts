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
  /** Merged over the headers of 2025-11-25. */
  headers?: Record<string, string>;
}

/** Posts a raw message, without an SDK client. */
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

/** A message that calls the tool. */
export function callOf(
  name: string,
  id: number | string = 1,
  _meta: JsonObject = {},
): Message {
  return { id, method: 'tools/call', params: { name, arguments: {}, _meta } };
}

let users = 0;

/** A user that has not called before. */
export function newUser(): string {
  return `user:default/caller-${++users}`;
}

/**
 * The last JSON-RPC message of a response, which is JSON or a stream of events.
 */
export async function messageOf(response: Response) {
  const text = await response.text();
  return messagesIn(text).at(-1) ?? JSON.parse(text);
}

/** All JSON-RPC messages of a stream of events. */
export function messagesIn(text: string): any[] {
  return [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json]) =>
    JSON.parse(json),
  );
}
