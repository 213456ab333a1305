import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../harness/freePort.mjs';
import { readLog } from './readLog.mjs';

const ROOT = fileURLToPath(new URL('../../package.json', import.meta.url));
/** Running calls and open streams get ten seconds, then the platform stops. */
const STOP_MS = 30_000;

/**
 * Starts the backend that is installed in the folder.
 *
 * @param auth - the switches of its release for sign-in
 */
export async function startHost(folder, auth) {
  const port = await freePort();
  const tokens = {
    full: randomUUID(),
    pluginOnly: randomUUID(),
    withCatalog: randomUUID(),
  };
  const config = join(folder, 'app-config.json');
  await writeFile(config, JSON.stringify(configOf({ port, tokens, auth })));
  const child = fork(join(folder, 'backend.cjs'), ['--config', config], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // The auth backend reads client documents over plain HTTP in development only.
    env: { ...process.env, NODE_ENV: 'development', HOSTS_ROOT: ROOT },
  });
  const log = readLog(child);
  const exited = new Promise(done =>
    child.once('exit', (code, signal) => done(code ?? signal)),
  );
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  const started = await Promise.race([nextMessage(child), exited]);
  if (started !== 'ready') {
    throw new Error(`The backend ended with ${started}:\n${log.text()}`);
  }
  return {
    rootUrl: `http://localhost:${port}`,
    url: `http://localhost:${port}/api/mcp-actions/v1`,
    tokens,
    log,
    kill,
    /** Names of the metrics with a value, and of the spans that ended. */
    async telemetry() {
      const answer = nextMessage(child);
      child.send('telemetry');
      return answer;
    },
    /** Stops it as a deployment does; gives the exit code. */
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(kill, STOP_MS);
      const code = await exited;
      clearTimeout(timer);
      return code;
    },
  };
}

function nextMessage(child) {
  return new Promise(done => child.once('message', done));
}

function configOf({ port, tokens, auth }) {
  const access = (token, ...plugins) => ({
    type: 'static',
    options: { token, subject: 'nightly-agent' },
    ...(plugins.length > 0 && {
      accessRestrictions: plugins.map(plugin => ({ plugin })),
    }),
  });
  return {
    app: { baseUrl: 'http://localhost:3000' },
    backend: {
      baseUrl: `http://localhost:${port}`,
      listen: { host: 'localhost', port },
      database: { client: 'better-sqlite3', connection: ':memory:' },
      // Events of read-only tools are of low severity: debug, unless set.
      auditor: { severityLogLevelMappings: { low: 'info' } },
      actions: { pluginSources: ['auth', 'catalog', 'greeter'] },
      auth: {
        externalAccess: [
          access(tokens.full),
          access(tokens.pluginOnly, 'mcp-actions'),
          access(tokens.withCatalog, 'mcp-actions', 'catalog'),
        ],
      },
    },
    auth: {
      ...auth,
      environment: 'development',
      providers: { guest: { userEntityRef: 'user:default/guest' } },
    },
    catalog: {
      rules: [{ allow: ['User'] }],
      locations: [{ type: 'file', target: 'catalog.yaml' }],
    },
  };
}
