import type { Config } from '@backstage/config';
import type { PortalConfig } from './types';

/** Reads the app's own keys; a wrong type there is not for this plugin to report. */
export function readPortal(config: Config): PortalConfig {
  const title = textAt(config, 'app.title');
  const organization = textAt(config, 'organization.name');
  return { ...(title && { title }), ...(organization && { organization }) };
}

function textAt(config: Config, path: string): string | undefined {
  const value = config.getOptional(path);
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}
