import { request } from 'node:http';
import { headersOf, V1 } from './send.mjs';

/** Opens an HTTP+SSE stream; gives where to post, and the answers by id. */
export function openStream(port, token) {
  return new Promise((done, fail) => {
    const waiting = new Map();
    const options = {
      host: 'localhost',
      port,
      path: `${V1}/sse`,
      agent: false,
    };
    const req = request({ ...options, headers: headersOf(token) }, res => {
      if (res.statusCode !== 200) {
        fail(new Error(`No stream: ${res.statusCode}`));
      }
      let text = '';
      res.setEncoding('utf8');
      res.on('error', () => {});
      res.on('data', chunk => {
        text += chunk;
        const events = text.split('\n\n');
        text = events.pop();
        for (const event of events) {
          const data = event.match(/^data: (.*)$/m)?.[1];
          if (event.startsWith('event: endpoint')) {
            done({
              endpoint: data,
              close: () => req.destroy(),
              answer: id => new Promise(tell => waiting.set(id, tell)),
            });
          } else if (data) {
            const message = JSON.parse(data);
            waiting.get(message.id)?.(message);
          }
        }
      });
    });
    req.on('error', fail);
    req.end();
  });
}
