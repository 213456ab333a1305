import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../harness/freePort.mjs';

/** TechDocs reads 5 MiB of metadata. */
const OVER_METADATA_LIMIT = 5.5 * 1024 ** 2;

/** Starts the backend that is installed in the folder. */
export async function startStock(folder) {
  const port = await freePort();
  const service = randomUUID();
  const config = join(folder, 'app-config.json');
  await writeFile(config, JSON.stringify(configOf({ port, service, folder })));
  await writeLargeMetadata(join(folder, 'docs'));
  const child = fork(join(folder, 'backend.cjs'), ['--config', config], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Guests sign in without more in development only.
    env: { ...process.env, NODE_ENV: 'development', LOG_LEVEL: 'warn' },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', chunk => {
      log += chunk;
    });
  }
  const exited = new Promise(done => child.once('exit', done));
  const ready = new Promise(done => child.once('message', done));
  if ((await Promise.race([ready, exited])) !== 'ready') {
    throw new Error(`The backend did not start:\n${log}`);
  }
  return {
    port,
    log: () => log,
    tokens: { service, user: await signInGuest(port) },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function writeLargeMetadata(docs) {
  const site = join(docs, 'default/component/large');
  await mkdir(site, { recursive: true });
  await writeFile(
    join(site, 'techdocs_metadata.json'),
    JSON.stringify({ site_name: 'x'.repeat(OVER_METADATA_LIMIT) }),
  );
}

async function signInGuest(port) {
  const url = `http://localhost:${port}/api/auth/guest/refresh`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'x-requested-with': 'XMLHttpRequest' },
  });
  const { backstageIdentity } = await response.json();
  return backstageIdentity.token;
}

function configOf({ port, service, folder }) {
  return {
    app: { baseUrl: 'http://localhost:3000' },
    backend: {
      baseUrl: `http://localhost:${port}`,
      listen: { host: 'localhost', port },
      database: { client: 'better-sqlite3', connection: ':memory:' },
      actions: {
        pluginSources: [
          'auth',
          'catalog',
          'notifications',
          'scaffolder',
          'search',
          'techdocs',
        ],
      },
      auth: {
        externalAccess: [
          { type: 'static', options: { token: service, subject: 'agent' } },
        ],
      },
    },
    auth: {
      environment: 'development',
      providers: { guest: { userEntityRef: 'user:default/guest' } },
    },
    permission: { enabled: true },
    catalog: {
      rules: [{ allow: ['User', 'Component', 'Template'] }],
      locations: [{ type: 'file', target: join(folder, 'catalog.yaml') }],
    },
    search: {
      collators: {
        catalog: { schedule: scheduleFrom({ seconds: 1 }) },
        // Has no index as long as this runs.
        techdocs: { schedule: scheduleFrom({ hours: 1 }) },
      },
    },
    techdocs: {
      builder: 'external',
      publisher: {
        type: 'local',
        local: { publishDirectory: join(folder, 'docs') },
      },
    },
  };
}

function scheduleFrom(initialDelay) {
  return { initialDelay, frequency: { hours: 1 }, timeout: { minutes: 1 } };
}
