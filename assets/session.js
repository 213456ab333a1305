// MCP over Streamable HTTP, for the page at a server's address. The access token is in
// a variable of this tab and nowhere else.
import { ask, check, finishSignIn, jsonOf, signIn, url } from './signIn.js';

let token;

export const isSignedIn = () => token !== undefined;

/** Returns whether the visitor came back, and is signed in now. */
export async function startSession() {
  token = await finishSignIn();
  return isSignedIn();
}

/** Whom the token names; the server checks it, this page only shows it. */
export function subject() {
  const [, payload = ''] = token.split('.');
  const base64 = payload.replaceAll('-', '+').replaceAll('_', '/');
  return jsonOf(atob(base64)).sub ?? 'your account';
}

async function askServer(address, { headers, ...init }) {
  check(token, 'You are not signed in any more. Sign in again.');
  const { response, text } = await ask(
    address,
    { ...init, headers: { ...headers, Authorization: `Bearer ${token}` } },
    'The server did not answer. Check your connection, then try again.',
  );
  token = response.status === 401 ? undefined : token;
  check(token, 'Your sign-in has expired. Sign in again.');
  // The answer is the last message of a stream; progress comes before.
  const messages = text.match(/(?<=^data: )\{.*$/gm);
  const answer = jsonOf(messages?.at(-1) ?? text);
  const reason = answer.error?.message ?? `status ${response.status}`;
  check(response.ok && !answer.error, `The server refused: ${reason}`);
  return answer;
}

export function readInfo() {
  return askServer(signIn.infoUrl, { headers: { Accept: 'application/json' } });
}

async function request(method, params, headers) {
  const answer = await askServer(url, {
    method: 'POST',
    // Each request has an answer of its own, so any id will do.
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      'MCP-Protocol-Version': '2025-11-25',
      ...headers,
    },
  });
  return answer.result;
}

/** This server has all tools on one page. */
export async function listTools() {
  return (await request('tools/list')).tools;
}

/** Refused for a tool that changes something, whatever this page takes it for. */
export function callTool(name, args) {
  const params = { name, arguments: args };
  return request('tools/call', params, { 'X-MCP-Readonly': 'true' });
}
