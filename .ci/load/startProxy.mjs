import { createServer, request } from 'node:http';
import { listen } from '../harness/listen.mjs';

/**
 * A proxy in front of replicas. Takes the next one for each request, or, when it
 * is sticky, the one that opened the HTTP+SSE stream. Tries another replica only
 * when the first does not take the connection: what was sent is never sent again.
 */
export async function startProxy(ports, { isSticky = false } = {}) {
  const homes = new Map();
  const counts = { cut: 0, failedOver: 0 };
  let turn = 0;

  function forward(req, res, { body, port, others }) {
    const { method, url: path, headers } = req;
    let isConnected = false;
    const options = { host: 'localhost', port, method, path, headers };
    const upstream = request({ ...options, agent: false }, answer => {
      res.writeHead(answer.statusCode, answer.headers);
      answer.once('data', chunk => {
        const [, session] = `${chunk}`.match(/sessionId=([\w-]+)/) ?? [];
        homes.set(session, port);
      });
      answer.on('error', () => cut(res));
      answer.pipe(res);
    });
    upstream.on('socket', socket =>
      socket.once('connect', () => {
        isConnected = true;
      }),
    );
    upstream.on('error', () => {
      const [next, ...rest] = others;
      if (isConnected || next === undefined) {
        cut(res);
        return;
      }
      counts.failedOver += 1;
      forward(req, res, { body, port: next, others: rest });
    });
    res.on('close', () => upstream.destroy());
    upstream.end(body);
  }

  function cut(res) {
    if (!res.destroyed) {
      counts.cut += 1;
      res.destroy();
    }
  }

  const server = createServer((req, res) => {
    const chunks = [];
    req.on('data', chunk => chunks.push(chunk));
    req.on('end', () => {
      const session = new URL(req.url, 'http://proxy').searchParams;
      const home = isSticky && homes.get(session.get('sessionId'));
      turn += 1;
      const port = home || ports[turn % ports.length];
      const others = ports.filter(other => other !== port);
      forward(req, res, { body: Buffer.concat(chunks), port, others });
    });
  });
  return { ...(await listen(server)), counts };
}
