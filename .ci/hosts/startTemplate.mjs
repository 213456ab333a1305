import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../harness/freePort.mjs';
import { readLog } from './readLog.mjs';

const START_MS = 120_000;
/** Running calls and open streams get ten seconds, then the platform stops. */
const STOP_MS = 30_000;

/**
 * Starts the template's backend with its own configuration, on a free port.
 *
 * @param entry - index.mjs, or mistakes.mjs with its policy
 * @param token - of a service
 * @param config - what is configured on top
 */
export async function startTemplate(host, { entry, token, config = {} }) {
  const port = await freePort();
  const own = join(host.folder, `${entry}.json`);
  await writeFile(own, JSON.stringify(configOf({ port, token, config })));
  const child = spawn(
    host.node,
    [`src/${entry}`, '--config', '../../app-config.yaml', '--config', own],
    {
      cwd: host.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Guests sign in without more in development only.
      env: { ...process.env, NODE_ENV: 'development' },
    },
  );
  const log = readLog(child);
  const exited = new Promise(done =>
    child.once('exit', (code, signal) => done(code ?? signal)),
  );
  const leave = () => child.kill('SIGKILL');
  process.once('exit', leave);
  exited.then(() => process.off('exit', leave));
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  if (!(await isReady(port, child))) {
    await kill();
    throw new Error(`The backend did not start:\n${log.text()}`);
  }
  return {
    port,
    log,
    kill,
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

/** False when it ends first, or takes too long. */
async function isReady(port, child) {
  const url = `http://localhost:${port}/.backstage/health/v1/readiness`;
  const end = Date.now() + START_MS;
  while (Date.now() < end && isRunning(child)) {
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) {
      return true;
    }
    await new Promise(done => setTimeout(done, 250));
  }
  return false;
}

function isRunning({ exitCode, signalCode }) {
  return exitCode === null && signalCode === null;
}

function configOf({ port, token, config: { backend, ...rest } }) {
  const access = { type: 'static', options: { token, subject: 'agent' } };
  return {
    ...rest,
    backend: {
      ...backend,
      baseUrl: `http://localhost:${port}`,
      listen: { host: 'localhost', port },
      auth: { externalAccess: [access] },
    },
  };
}
