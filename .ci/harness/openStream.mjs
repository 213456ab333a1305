import { request } from 'node:http';
import { headersOf, V1 } from './messages.mjs';

/** Opens an HTTP+SSE stream; gives where to post, and the answers by id. */
export function openStream(port, token) {
  const where = { host: 'localhost', port, path: `${V1}/sse`, agent: false };
  return new Promise((done, fail) => {
    const waiting = new Map();
    const req = request({ ...where, headers: headersOf(token) }, res => {
      if (res.statusCode !== 200) {
        fail(new Error(`No stream: ${res.statusCode}`));
      }
      res.on('error', () => {});
      readEvents(res, ({ event, data }) => {
        if (event === 'endpoint') {
          done({
            endpoint: data,
            close: () => req.destroy(),
            answer: id => new Promise(tell => waiting.set(id, tell)),
          });
        } else if (data) {
          const message = JSON.parse(data);
          waiting.get(message.id)?.(message);
          waiting.delete(message.id);
        }
      });
    });
    req.on('error', fail);
    req.end();
  });
}

function readEvents(res, onEvent) {
  let text = '';
  res.setEncoding('utf8');
  res.on('data', chunk => {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop();
    for (const block of blocks) {
      const fields = [...block.matchAll(/^(event|data): (.*)$/gm)];
      onEvent(Object.fromEntries(fields.map(([, key, value]) => [key, value])));
    }
  });
}
