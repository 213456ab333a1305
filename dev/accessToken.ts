import { randomBytes } from 'node:crypto';
import { DevDataStore } from '@backstage/backend-dev-utils';

const STORE_KEY = 'mcp-token';

/**
 * The static token of this run: `MCP_TOKEN` if set, otherwise a new one that
 * survives hot reloads, so that clients stay connected.
 */
export async function accessToken(): Promise<string> {
  if (process.env.MCP_TOKEN) {
    return process.env.MCP_TOKEN;
  }
  const store = DevDataStore.get();
  const stored = await store?.load<string>(STORE_KEY);
  if (stored?.loaded) {
    return stored.data;
  }
  const token = randomBytes(24).toString('base64url');
  await store?.save(STORE_KEY, token);
  return token;
}
