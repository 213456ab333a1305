import type { PageFiles } from './pageFiles';

export interface ContentSecurityPolicyOptions extends PageFiles {
  /** The exact URLs that the script may request. */
  connect: readonly string[];
}

/**
 * Allows only the page's own script and style to run, and the script to request
 * only the given URLs. Forbids frames and forms.
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
    // Allows the empty icon, so that browsers do not request /favicon.ico.
    `img-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
  ].join('; ');
}

/** Characters that separate the parts of a policy (CSP Level 3 §2.3.1). */
function toSource(url: string): string {
  return url.replaceAll(';', '%3B').replaceAll(',', '%2C');
}
