import { createMcpHandler, type Server } from '@modelcontextprotocol/server';
import { type Caller, toAuthInfo } from '../mcp/caller';

export interface AnswerBySdkOptions {
  createServer: (era: 'modern' | 'legacy') => Server;
  caller: Caller;
}

/** The response of the SDK's HTTP layer to the request. */
export async function answerBySdk(
  { body, headers }: { body: unknown; headers: Record<string, string> },
  { createServer, caller }: AnswerBySdkOptions,
) {
  const handler = createMcpHandler(({ era }) => createServer(era));
  const response = await handler.fetch(
    new Request('http://localhost/', {
      method: 'POST',
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(body),
    }),
    { authInfo: toAuthInfo(caller) },
  );
  const text = await response.text();
  return {
    status: response.status,
    message: JSON.parse(text.replace(/^event: message\ndata: /, '')),
  };
}
