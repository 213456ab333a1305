import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const BACKEND = fileURLToPath(new URL('./backend.cjs', import.meta.url));
const SETTLE_MS = 15_000;

/**
 * Starts a backend; whoever leaves before it is stopped takes it along.
 *
 * @param heapMb - without it, the process takes as much memory as there is
 */
export async function startBackend({
  config = {},
  tokens = { one: randomUUID() },
  crowd = [],
  heapMb,
} = {}) {
  const port = await freePort();
  const child = fork(BACKEND, {
    execArgv: [
      '--expose-gc',
      ...(heapMb ? [`--max-old-space-size=${heapMb}`] : []),
    ],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      LOAD: JSON.stringify({ port, tokens, config, crowd }),
    },
  });
  const faults = [];
  child.on('message', message => {
    if (message.type === 'fault') {
      faults.push(message);
    }
  });
  await nextMessage(child, 'ready');
  let lastId = 0;
  const ask = async of => {
    lastId += 1;
    const answer = nextMessage(child, of, lastId);
    child.send({ id: lastId, of });
    return answer;
  };
  const state = () => ask('state');
  return {
    port,
    tokens,
    /** What nobody caught in the backend so far. */
    faults,
    /**
     * Memory after garbage collection, handles, streams, calls, log lines; and
     * CPU, before and after it was asked.
     */
    state,
    /** For how long the event loop stood at most since the last time, in ms. */
    async stand() {
      return (await ask('stand')).ms;
    },
    /** The state once there are no more handles, streams and calls than before. */
    async settled(before) {
      const end = Date.now() + SETTLE_MS;
      let now = await state();
      while (leftovers(now, before).length > 0 && Date.now() < end) {
        await new Promise(done => setTimeout(done, 500));
        now = await state();
      }
      return now;
    },
    async kill() {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = new Promise(done => child.once('exit', done));
        child.kill('SIGKILL');
        await exited;
      }
    },
  };
}

/** What there is more of than before, in words. */
export function leftovers(now, before) {
  const were = { ...before.handles, ...before.activity };
  return Object.entries({ ...now.handles, ...now.activity })
    .filter(([kind, count]) => count > (were[kind] ?? 0))
    .map(([kind, count]) => `${kind} ${were[kind] ?? 0} -> ${count}`);
}

function nextMessage(child, type, id) {
  return new Promise((done, fail) => {
    const end = code => fail(new Error(`The backend ended with ${code}`));
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

export function freePort() {
  return new Promise(done => {
    const server = createServer().listen(0, 'localhost', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
