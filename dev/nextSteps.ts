import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';

const ENTITY = {
  kind: 'component',
  namespace: 'default',
  name: 'order-service',
};
const ENTITY_TIMEOUT_MS = 60_000;
const POLL_MS = 500;

/** Prints what to paste where, once the backend is up. */
export function createNextStepsPlugin(token: string) {
  return createBackendPlugin({
    pluginId: 'next-steps',
    register(env) {
      env.registerInit({
        deps: {
          discovery: coreServices.discovery,
          lifecycle: coreServices.lifecycle,
          logger: coreServices.logger,
        },
        async init({ discovery, lifecycle, logger }) {
          const catalogUrl = await discovery.getBaseUrl('catalog');
          const mcpUrl = await discovery.getExternalBaseUrl('mcp-actions');
          lifecycle.addStartupHook(() => {
            waitForCatalog(catalogUrl, token)
              .then(() => process.stdout.write(toNextSteps(mcpUrl, token)))
              .catch(error => logger.error('The catalog stays empty', error));
          });
        },
      });
    },
  });
}

function toNextSteps(mcpUrl: string, token: string): string {
  const url = `${mcpUrl}/v1`;
  const headers = { Authorization: `Bearer ${token}` };
  const json = (value: unknown) => JSON.stringify(value, undefined, 2);
  const call = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'catalog_get_catalog_entity', arguments: ENTITY },
  };
  return `
The MCP server is up. Open its address in a browser:

  Endpoint  ${url}
  Token     ${token}

Claude Code
claude mcp add --transport http backstage ${url} --header "Authorization: Bearer ${token}"

Cursor: .cursor/mcp.json
${json({ mcpServers: { backstage: { url, headers } } })}

VS Code: .vscode/mcp.json
${json({ servers: { backstage: { type: 'http', url, headers } } })}

curl
curl -sS ${url} -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' -d '${JSON.stringify(
    call,
  )}'
`;
}

/** The backend is ready before the catalog has read its files. */
async function waitForCatalog(catalogUrl: string, token: string) {
  const { kind, namespace, name } = ENTITY;
  const url = `${catalogUrl}/entities/by-name/${kind}/${namespace}/${name}`;
  const headers = { Authorization: `Bearer ${token}` };
  const deadline = Date.now() + ENTITY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
    const response = await fetch(url, { headers });
    if (response.ok) {
      return;
    }
  }
  throw new Error(`No ${kind}:${namespace}/${name} in ${ENTITY_TIMEOUT_MS} ms`);
}
