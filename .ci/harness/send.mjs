import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** The plugin waits up to 15 seconds for a list: longer than that is no answer. */
const ANSWER_MS = 30_000;

/**
 * Sends a request to this machine; gives status, headers and text. Rejects when
 * the socket breaks.
 *
 * @param body - text, bytes, or what is sent as JSON
 * @param silenceMs - leaves an event stream that says nothing for this time
 * @param repeats - sends it again on a new connection when the server closed the
 * one that was kept open, as it does with idle ones
 */
export function send(wanted) {
  const { method = 'POST', body, silenceMs, repeats, ...options } = wanted;
  const payload = toPayload(body);
  const headers = {
    ...options.headers,
    // Node frames the body of some methods only when told to.
    ...(payload !== undefined && {
      'content-length': Buffer.byteLength(payload),
    }),
  };
  return new Promise((done, fail) => {
    const all = { host: 'localhost', ...options, method, headers };
    const req = request(all, res => {
      const chunks = [];
      const end = () => done(toAnswer(res, Buffer.concat(chunks)));
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
    req.on('error', error => {
      if (repeats && req.reusedSocket && error.code === 'ECONNRESET') {
        send(wanted).then(done, fail);
      } else {
        fail(error);
      }
    });
    req.end(payload);
  });
}

function toPayload(body) {
  const isReady =
    body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  return isReady ? body : JSON.stringify(body);
}

function toAnswer({ statusCode, headers }, bytes) {
  const isZipped = headers['content-encoding'] === 'gzip';
  const text = `${isZipped ? gunzipSync(bytes) : bytes}`;
  return { status: statusCode, headers, text };
}
