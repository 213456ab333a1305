import { randomUUID } from 'node:crypto';
import { freePort } from './freePort.mjs';
import { startProcess } from './startProcess.mjs';

/**
 * Starts a script that calls `runBackend` of `runBackend.cjs`. The backend ends
 * with this process.
 *
 * @param config - beside what every backend needs
 * @param options - for the script
 * @param secret - a backend with the same one takes the same tokens
 * @param heapMb - without it, the process takes as much memory as there is
 */
export async function startBackend(script, settings = {}) {
  const { config = {}, options, secret = randomUUID(), heapMb } = settings;
  const port = await freePort();
  const backend = await startProcess(script, {
    execArgv: [
      '--expose-gc',
      ...(heapMb ? [`--max-old-space-size=${heapMb}`] : []),
    ],
    env: { ...process.env, NODE_ENV: 'production' },
    options: { ...options, config: configOf({ port, secret, config }) },
  });
  return {
    ...backend,
    port,
    secret,
    /** The token of a principal; the backend takes any name without spaces. */
    tokenOf: subject => `${secret}-${subject}`,
  };
}

function configOf({ port, secret, config }) {
  return {
    app: { baseUrl: 'http://localhost:3000' },
    ...config,
    backend: {
      baseUrl: `http://localhost:${port}`,
      listen: { host: 'localhost', port },
      database: { client: 'better-sqlite3', connection: ':memory:' },
      auth: { externalAccess: [{ type: 'prefixed', options: { secret } }] },
      ...config.backend,
    },
  };
}
