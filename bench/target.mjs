import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';

const BACKEND = fileURLToPath(new URL('./backend.cjs', import.meta.url));

/** Starts a backend with the plugin; gives ways to call and to measure it. */
export async function startTarget({ name, pluginPath, shape, principals }) {
  const [sources, actions] = shape.split('x').map(Number);
  const port = await freePort();
  const secret = randomUUID();
  const child = fork(BACKEND, {
    execArgv: ['--expose-gc'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      BENCH: JSON.stringify({
        port,
        secret,
        principals,
        sources,
        actions,
        pluginPath,
      }),
    },
  });
  const { loadMs, startMs } = await nextMessage(child, 'ready');
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const headersOf = principal => ({
    authorization: `Bearer ${secret}-${principal}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  });
  const headers = headersOf(0);
  const sendAs = base => (path, body, more) =>
    send({ agent, port, path, body, headers: { ...base, ...more } });
  let lastId = 0;
  let lastPrincipal = 0;
  return {
    name,
    port,
    headers,
    loadMs,
    startMs,
    /** Sends a request; gives its status and text. */
    send: sendAs(headers),
    /** The same as a principal that the backend has not seen yet. */
    asNewPrincipal() {
      lastPrincipal += 1;
      return { send: sendAs(headersOf(lastPrincipal)) };
    },
    /** CPU and memory that the process has used so far. */
    async usage({ collect = false } = {}) {
      lastId += 1;
      const answer = nextMessage(child, 'usage', lastId);
      child.send({ id: lastId, collect });
      return answer;
    },
    async stop() {
      agent.destroy();
      const exited = new Promise(done => child.once('exit', done));
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function send(call) {
  const { agent, port, path, body, headers } = call;
  return new Promise((done, fail) => {
    const payload = JSON.stringify(body);
    const req = request(
      {
        agent,
        port,
        path,
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(payload) },
      },
      res => {
        const isZipped = res.headers['content-encoding'] === 'gzip';
        const plain = isZipped ? res.pipe(createGunzip()) : res;
        let text = '';
        plain.setEncoding('utf8');
        plain.on('data', chunk => {
          text += chunk;
        });
        plain.on('error', fail);
        plain.on('end', () => done({ status: res.statusCode, text }));
      },
    );
    req.on('error', error => {
      // The backend closed a connection that was idle too long.
      if (req.reusedSocket && error.code === 'ECONNRESET') {
        send(call).then(done, fail);
      } else {
        fail(error);
      }
    });
    req.end(payload);
  });
}

function nextMessage(child, type, id) {
  return new Promise((done, fail) => {
    const end = code => fail(new Error(`backend ended with ${code}`));
    const read = message => {
      if (message.type === type && message.id === id) {
        child.off('message', read);
        child.off('exit', end);
        done(message);
      }
    };
    child.on('message', read);
    child.once('exit', end);
  });
}

function freePort() {
  return new Promise(done => {
    const server = createServer().listen(0, () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
