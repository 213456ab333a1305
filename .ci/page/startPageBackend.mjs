import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../sign-in/backend.mjs';

const local = path => fileURLToPath(new URL(path, import.meta.url));
const READY_MS = 120_000;
const POLL_MS = 250;

/** Shown as it is, wherever the page names the server. */
export const ODD_NAME = 'Odd <script>window.owned = 4</script> & "co"';

/**
 * Starts the backend behind a proxy that strips a path prefix, as many portals
 * are served. Resolves once the guest is in the catalog.
 *
 * @param prefix - without it, there is no proxy
 */
export async function startPageBackend(run, { prefix = '', port } = {}) {
  const backendPort = port ?? (await freePort());
  const proxyPort = prefix
    ? await startProxy(run, prefix, backendPort)
    : backendPort;
  const baseUrl = `http://localhost:${proxyPort}${prefix}`;
  const token = randomUUID();
  const child = fork(local('./backend.cjs'), {
    execArgv: ['--require', '@backstage/cli/config/nodeTransform.cjs'],
    cwd: local('../..'),
    env: {
      ...process.env,
      NODE_ENV: 'development',
      LOG_LEVEL: 'warn',
      PAGE_CONFIG: JSON.stringify(configOf({ baseUrl, backendPort, token })),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output = (output + text).slice(-8_000);
    });
  }
  run.onClose(() => child.kill('SIGKILL'));
  const ended = new Promise((_done, fail) => {
    child.once('exit', () => fail(new Error(`The backend ended\n${output}`)));
  });
  ended.catch(() => {});
  await Promise.race([waitForGuest(run, baseUrl, token), ended]);
  return {
    baseUrl,
    token,
    url: `${baseUrl}/api/mcp-actions/v1`,
    /** Of the backend, since its start. */
    async cpuMs() {
      const answer = new Promise(done => {
        // The platform's own tools for development send messages, too.
        const listen = ({ cpuMs }) => {
          if (cpuMs !== undefined) {
            child.off('message', listen);
            done(cpuMs);
          }
        };
        child.on('message', listen);
      });
      child.send('cpu');
      return answer;
    },
  };
}

function configOf({ baseUrl, backendPort, token }) {
  const url = `${baseUrl}/api/mcp-actions/v1`;
  return {
    app: { title: 'Acme Developer Portal', baseUrl },
    backend: {
      baseUrl,
      listen: { host: 'localhost', port: backendPort },
      database: { client: 'better-sqlite3', connection: ':memory:' },
      auth: {
        externalAccess: [
          { type: 'static', options: { token, subject: 'page-check' } },
        ],
      },
      actions: {
        pluginSources: ['auth', 'catalog', 'my-custom-plugin', 'odd'],
      },
    },
    auth: {
      environment: 'development',
      clientIdMetadataDocuments: {
        enabled: true,
        allowedClientIdPatterns: [`${url}/page-client.json`],
        allowedRedirectUriPatterns: [url, `${url}/*`],
      },
      // The page of one server has an id instead.
      staticClients: [{ clientId: 'odd-page', redirectUris: [`${url}/odd`] }],
      providers: { guest: { userEntityRef: 'user:default/guest' } },
    },
    catalog: {
      rules: [
        {
          allow: ['Component', 'System', 'API', 'Group', 'User', 'Resource'],
        },
      ],
      locations: [
        { type: 'file', target: local('../../dev/catalog/acme.yaml') },
      ],
    },
    mcpActions: {
      name: 'Acme Bicycles',
      description: 'The software of Acme Bicycles and who owns it.',
      page: {
        links: [{ title: 'How we use AI', url: 'https://acme.example/ai' }],
      },
      servers: { odd: { name: ODD_NAME, description: ODD_NAME } },
    },
  };
}

async function waitForGuest(run, baseUrl, token) {
  const url = `${baseUrl}/api/catalog/entities/by-name/user/default/guest`;
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

async function startProxy(run, prefix, backendPort) {
  const server = createServer((req, res) => {
    if (!req.url.startsWith(`${prefix}/`)) {
      res.writeHead(404).end();
      return;
    }
    const { method, headers } = req;
    const path = req.url.slice(prefix.length);
    const options = {
      host: 'localhost',
      port: backendPort,
      path,
      method,
      headers,
    };
    const forwarded = request(options, answer => {
      res.writeHead(answer.statusCode, answer.headers);
      answer.pipe(res);
    });
    forwarded.on('error', () => res.destroy());
    req.pipe(forwarded);
  });
  run.onClose(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise(done => server.listen(0, 'localhost', done));
  return server.address().port;
}
