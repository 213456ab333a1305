import { fileURLToPath } from 'node:url';
import { createSender } from '../.ci/harness/createSender.mjs';
import { startBackend } from '../.ci/harness/startBackend.mjs';

const BACKEND = fileURLToPath(new URL('./backend.cjs', import.meta.url));
/** Limits that count as usual and are never reached. */
const MCP_ACTIONS = {
  limits: { callsPerMinute: 1e9, destructiveCallsPerMinute: 1e9 },
  sse: { maxSessions: 2_000, maxSessionsPerPrincipal: 2_000 },
};

/** Configures a principal that is a user, and permission checks for it. */
const SIGN_IN = {
  auth: {
    providers: {
      guest: {
        userEntityRef: 'user:default/bench',
        dangerouslyAllowOutsideDevelopment: true,
      },
    },
  },
  permission: { enabled: true },
};

async function userToken(port) {
  const url = `http://localhost:${port}/api/auth/guest/refresh`;
  const response = await fetch(url, { method: 'POST' });
  const { backstageIdentity } = await response.json();
  return backstageIdentity.token;
}

/**
 * Starts a backend with the plugin. Returns functions to call and measure it.
 */
export async function startTarget(plugin) {
  const { name, pluginPath, toolName, shape, mcpActions, signsIn } = plugin;
  const [sources, actions] = shape.split('x').map(Number);
  const pluginIds = Array.from({ length: sources }, (_, i) => `source-${i}`);
  const backend = await startBackend(BACKEND, {
    config: {
      ...(signsIn && SIGN_IN),
      backend: { actions: { pluginSources: pluginIds } },
      mcpActions: { ...MCP_ACTIONS, ...mcpActions },
    },
    options: { pluginPath, pluginIds, actions, signsIn },
  });
  const { port, tokenOf } = backend;
  const token = signsIn ? await userToken(port) : tokenOf('bench');
  // A busy backend may close idle connections.
  const settings = { maxSockets: 8, repeats: true };
  const sender = createSender(port, token, settings);
  const { loadMs } = await backend.ask('loading');
  const as = subject => ({ toolName, send: sender.as(tokenOf(subject)) });
  let lastPrincipal = 0;
  return {
    name,
    toolName,
    port,
    token,
    loadMs,
    startMs: backend.ready.startMs,
    /** Sends a request. Returns its status and text. */
    send: sender.send,
    /** Sends as another principal. */
    as,
    /** Sends as a principal that the backend has not seen yet. */
    asNewPrincipal() {
      lastPrincipal += 1;
      return as(`new-${lastPrincipal}`);
    },
    /** The CPU and memory that the process has used so far. */
    usage: ({ collect = false } = {}) => backend.ask('usage', { collect }),
    async stop() {
      sender.close();
      await backend.kill();
    },
  };
}
