import { mockCredentials } from '@backstage/backend-test-utils';
import {
  type Message,
  messagesIn,
  postMessage,
  type PostOptions,
} from './postMessage';
import { until } from './until';

export interface SseStream {
  readonly headers: Headers;
  /** Whether the server ended it. */
  isClosed(): boolean;
  /** The text that has arrived so far. */
  text(): string;
  /** The JSON-RPC messages that have arrived so far. */
  messages(): any[];
  /** The endpoint for messages. */
  readonly endpoint: URL;
  post(message: Message, options?: PostOptions): Promise<Response>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens a raw HTTP+SSE stream, and waits for its endpoint. */
export async function openSseStream(
  url: string,
  as?: string,
  more: Record<string, string> = {},
): Promise<SseStream> {
  const leaving = new AbortController();
  const { headers, body } = await fetch(`${url}/sse`, {
    headers: { authorization: mockCredentials.user.header(as), ...more },
    signal: leaving.signal,
  });
  let text = '';
  let isClosed = false;
  const read = async () => {
    for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
    }
    isClosed = true;
  };
  const reading = read().catch(() => {});
  await until(() => text.includes('/messages'));
  const endpoint = new URL(text.match(/^data: (.*)$/m)![1], url);
  return {
    headers,
    isClosed: () => isClosed,
    text: () => text,
    messages: () => messagesIn(text),
    endpoint,
    post: (message, options) =>
      postMessage(endpoint.href, message, { as, ...options }),
    async [Symbol.asyncDispose]() {
      leaving.abort();
      await reading;
    },
  };
}
