import { request } from 'node:http';

const SSE = '/api/mcp-actions/v1/sse';

/** Opens an HTTP+SSE stream; gives where to post, and the answers by id. */
export function openStream({ port, headers }) {
  return new Promise((done, fail) => {
    const waiting = new Map();
    const req = request({ port, path: SSE, headers, agent: false }, res => {
      let text = '';
      res.setEncoding('utf8');
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
            const { id } = JSON.parse(data);
            waiting.get(id)?.(data);
            waiting.delete(id);
          }
        }
      });
      if (res.statusCode !== 200) {
        fail(new Error(`no stream: ${res.statusCode}`));
      }
    });
    req.on('error', error => {
      if (error.code !== 'ECONNRESET') {
        fail(error);
      }
    });
    req.end();
  });
}

/** Memory that each of n idle streams takes, on the heap and beside it, in bytes. */
export async function bytesPerIdleStream(target, n) {
  const before = await target.usage({ collect: true });
  const streams = [];
  for (let opened = 0; opened < n; opened += 50) {
    const batch = Array.from({ length: Math.min(50, n - opened) }, () =>
      openStream(target),
    );
    streams.push(...(await Promise.all(batch)));
  }
  const after = await target.usage({ collect: true });
  streams.forEach(stream => stream.close());
  const used = ({ heapUsed, external }) => heapUsed + external;
  return (used(after) - used(before)) / n;
}

/** Calls over one stream per connection. */
export function sseCall(params) {
  const streams = new WeakMap();
  let lastId = 0;
  return async target => {
    if (!streams.has(target)) {
      streams.set(target, openStream(target));
    }
    const stream = await streams.get(target);
    lastId += 1;
    const id = lastId;
    const answered = stream.answer(id);
    await target.send(stream.endpoint, {
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params,
    });
    return { status: 200, text: await answered };
  };
}
