import type { PageFiles } from './pageFiles';

export interface ContentSecurityPolicyOptions extends PageFiles {
  /** The URLs that the script may ask, and nothing beside or below them. */
  connect: readonly string[];
}

/**
 * Nothing but this page's own script and style runs, and the script talks to
 * nobody but the given URLs. No page frames it, and no form leaves it.
 */
export function contentSecurityPolicy(
  options: ContentSecurityPolicyOptions,
): string {
  const { script, style, connect } = options;
  return [
    `default-src 'none'`,
    `script-src ${script.hash}`,
    `style-src ${style.hash}`,
    `connect-src ${connect.map(toSource).join(' ') || `'none'`}`,
    // The empty icon, so that browsers do not ask for /favicon.ico.
    `img-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
  ].join('; ');
}

/** Both separate parts of a policy (CSP Level 3 §2.3.1). */
function toSource(url: string): string {
  return url.replaceAll(';', '%3B').replaceAll(',', '%2C');
}
