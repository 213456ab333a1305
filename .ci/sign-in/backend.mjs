import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startCommand } from './command.mjs';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const POLL_MS = 250;
const READY_MS = 120_000;

/**
 * Starts the backend of `npm start`, on a port of its own and without the
 * reloading. Resolves once the user who is to sign in is in the catalog.
 */
export async function startBackend(run, { backendUrl, appUrl }) {
  const token = randomUUID();
  const ended = startCommand(
    run,
    [
      process.execPath,
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      'dev/index.ts',
      '--config',
      'app-config.yaml',
    ],
    {
      cwd: PROJECT,
      env: {
        ...process.env,
        NODE_ENV: 'development',
        MCP_TOKEN: token,
        APP_CONFIG_app_baseUrl: appUrl,
        APP_CONFIG_backend_baseUrl: backendUrl,
        APP_CONFIG_backend_cors_origin: appUrl,
        APP_CONFIG_backend_listen_host: 'localhost',
        APP_CONFIG_backend_listen_port: new URL(backendUrl).port,
      },
    },
  ).then(() => {
    throw new Error('The backend ended before it was ready');
  });
  await Promise.race([waitForGuest(run, { backendUrl, token }), ended]);
}

/** The backend is ready before the catalog has read its files. */
async function waitForGuest(run, { backendUrl, token }) {
  const url = `${backendUrl}/api/catalog/entities/by-name/user/default/guest`;
  const headers = { authorization: `Bearer ${token}` };
  const deadline = Date.now() + READY_MS;
  while (!run.signal.aborted && Date.now() < deadline) {
    const response = await fetch(url, { headers }).catch(() => undefined);
    if (response?.ok) {
      return;
    }
    await delay(POLL_MS);
  }
  throw new Error(`No user:default/guest in the catalog in ${READY_MS} ms`);
}
