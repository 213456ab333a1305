import type { Config } from '@backstage/config';
import { readHttpUrl } from './readHttpUrl';

/** As `URL` has them. */
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Where the app and the backend are at home, by any name of this machine where
 * the backend is at home on it.
 *
 * @returns host names without a port
 */
export function readAllowedHosts(config: Config): string[] {
  const [appHosts, backendHosts] = ['app.baseUrl', 'backend.baseUrl'].map(
    path => (config.has(path) ? [readHttpUrl(config, path).hostname] : []),
  );
  const isLocal = backendHosts.some(host => LOOPBACK_HOSTS.includes(host));
  return [...appHosts, ...backendHosts, ...(isLocal ? LOOPBACK_HOSTS : [])];
}
