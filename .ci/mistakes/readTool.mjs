import { call, headersOf, messageOf, V1 } from '../harness/messages.mjs';
import { send } from '../harness/send.mjs';

/** Calls a tool as the service or the user; gives what a model reads. */
export async function readTool({ port, tokens }, tool, args, as = 'service') {
  const headers = headersOf(tokens[as]);
  const body = call(1, tool, args);
  const { result, error } = messageOf(
    await send({ port, path: V1, headers, body }),
  );
  return {
    isError: result?.isError ?? error !== undefined,
    text:
      result?.content.map(({ text }) => text).join('\n') ??
      JSON.stringify(error),
    structured: result?.structuredContent,
  };
}
