import { randomUUID } from 'node:crypto';
import { freePort } from './freePort.mjs';
import { startProcess } from './startProcess.mjs';

/**
 * Starts a script that calls `runBackend` of `runBackend.cjs`. The backend ends
 * with this process.
 *
 * @param config - merged with what every backend needs
 * @param options - for the script
 * @param secret - backends with the same secret accept the same tokens
 * @param heapMb - the maximum heap size; unlimited by default
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
    /**
     * The token of a principal. The backend accepts any name without spaces.
     */
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
