import { randomUUID } from 'node:crypto';
import { createServer, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { freePort } from '../harness/freePort.mjs';
import { listen } from '../harness/listen.mjs';
import { V1 } from '../harness/messages.mjs';
import { startProcess } from '../harness/startProcess.mjs';

const local = path => fileURLToPath(new URL(path, import.meta.url));

/** Shown as it is, wherever the page names the server. */
export const ODD_NAME = 'Odd <script>window.owned = 4</script> & "co"';

/**
 * Starts the backend behind a proxy that strips a path prefix, as many portals
 * are served.
 *
 * @param prefix - without it, there is no proxy
 */
export async function startPageBackend(run, { prefix = '', port } = {}) {
  const backendPort = port ?? (await freePort());
  const proxyPort = prefix
    ? await startProxy(run, prefix, backendPort)
    : backendPort;
  const baseUrl = `http://localhost:${proxyPort}${prefix}`;
  const secret = randomUUID();
  const backend = await startProcess(local('./backend.cjs'), {
    execArgv: ['--require', '@backstage/cli/config/nodeTransform.cjs'],
    cwd: local('../..'),
    // The auth backend reads client documents over plain HTTP in development only.
    env: { ...process.env, NODE_ENV: 'development' },
    options: { config: configOf({ baseUrl, backendPort, secret }) },
  });
  run.onClose(backend.kill);
  return {
    baseUrl,
    secret,
    url: `${baseUrl}${V1}`,
    /** Of the backend, since its start. */
    cpuMs: async () => (await backend.ask('cpu')).cpuMs,
  };
}

function configOf({ baseUrl, backendPort, secret }) {
  const url = `${baseUrl}${V1}`;
  return {
    app: { title: 'Acme Developer Portal', baseUrl },
    backend: {
      baseUrl,
      listen: { host: 'localhost', port: backendPort },
      database: { client: 'better-sqlite3', connection: ':memory:' },
      auth: { externalAccess: [{ type: 'prefixed', options: { secret } }] },
      actions: {
        pluginSources: ['auth', 'catalog', 'my-custom-plugin', 'oncall', 'odd'],
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
      // What it answers stays whole.
      overrides: { 'odd:huge': { maxOutputSize: 0 } },
      servers: { odd: { name: ODD_NAME, description: ODD_NAME } },
    },
  };
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
  const { port, close } = await listen(server);
  run.onClose(close);
  return port;
}
