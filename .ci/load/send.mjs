import { Agent, request } from 'node:http';

export const V1 = '/api/mcp-actions/v1';

/** Sends requests of one principal on connections that are kept open. */
export function createSender(port, token, { maxSockets = 16 } = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets });
  const headers = headersOf(token);
  return {
    send: (path, body, more = {}) =>
      send({
        agent,
        port,
        path,
        ...more,
        body,
        headers: { ...headers, ...more.headers },
      }),
    close: () => agent.destroy(),
  };
}

export function headersOf(token) {
  return {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
}

/** How long an answer may take to begin. */
const ANSWER_MS = 15_000;

/**
 * Gives status, headers and text; rejects when the socket breaks. A stream that
 * says nothing for `silenceMs` is left.
 */
export function send({ method = 'POST', body, silenceMs, ...options }) {
  const payload =
    typeof body === 'string' || Buffer.isBuffer(body) || body === undefined
      ? body
      : JSON.stringify(body);
  const headers = {
    ...options.headers,
    // Node frames the body of some methods only when told to.
    ...(payload !== undefined && {
      'content-length': Buffer.byteLength(payload),
    }),
  };
  return new Promise((done, fail) => {
    const wanted = { host: 'localhost', ...options, method, headers };
    const req = request(wanted, res => {
      const { statusCode: status } = res;
      const chunks = [];
      const end = () =>
        done({
          status,
          headers: res.headers,
          text: Buffer.concat(chunks).toString(),
        });
      res.on('data', chunk => chunks.push(chunk));
      res.on('end', end);
      res.on('error', fail);
      if (silenceMs && /event-stream/.test(res.headers['content-type'])) {
        req.setTimeout(silenceMs, () => {
          end();
          req.destroy();
        });
      }
    });
    req.setTimeout(ANSWER_MS, () => req.destroy(new Error('No answer')));
    req.on('error', fail);
    req.end(payload);
  });
}

export function call(id, name, args = {}) {
  const params = { name, arguments: args };
  return { jsonrpc: '2.0', id, method: 'tools/call', params };
}

/** The JSON-RPC message of an answer, which comes as JSON or as one event. */
export function messageOf({ text }) {
  return JSON.parse(text.match(/^data: (.*)$/m)?.[1] ?? text);
}

/** Runs the task for each item, some of them at once. */
export async function inLanes(count, items, task) {
  const queue = items[Symbol.iterator]();
  const lane = async () => {
    for (const item of queue) {
      await task(item);
    }
  };
  await Promise.all(Array.from({ length: count }, lane));
}
